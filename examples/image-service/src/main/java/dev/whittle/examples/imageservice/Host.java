package dev.whittle.examples.imageservice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Runs the service as a process: from the command line to the end by SIGTERM or Ctrl-C. */
final class Host {
  private static final String USAGE = "expected [ADDRESS:]PORT, for example 8080 or 0.0.0.0:8080";
  private static final Duration WARM_UP = Duration.ofSeconds(30);

  /**
   * Limits of the JDK's server, in seconds: for a request to arrive, for its answer to leave, and
   * for an idle connection, which is longer than clients wait so that they close first.
   */
  private static final Map<String, String> CONNECTIONS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "30",
          "sun.net.httpserver.maxRspTime", "30",
          "sun.net.httpserver.idleInterval", "75",
          "sun.net.httpserver.maxIdleConnections", "1000");

  private Host() {}

  /**
   * Serves {@code classifier} until the process is asked to end; then requests in progress are
   * answered and the process ends with exit code 0.
   *
   * @param args the address, or nothing for port 8080 of this machine alone
   */
  static void run(String[] args, String network, PictureClassifier classifier) throws IOException {
    CONNECTIONS.forEach(System::setProperty);
    InetSocketAddress address;
    try {
      address = address(args);
    } catch (IllegalArgumentException e) {
      System.err.println("image-service: " + e.getMessage());
      System.exit(2);
      return;
    }
    ImageService service = ImageService.start(address, classifier, Limits.standard());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(service), "shutdown"));
    System.out.printf(
        "%s listens on http://%s:%d, warming up%n",
        network, address.getHostString(), service.address().getPort());
    Warmup warmup = service.warmUp(WARM_UP);
    System.out.printf(
        Locale.ROOT,
        "ready after %d pictures: the first took %.1f ms, the last %.1f ms%n",
        warmup.runs(),
        warmup.first().toNanos() / 1e6,
        warmup.last().toNanos() / 1e6);
  }

  private static void stop(ImageService service) {
    service.close();
    System.out.println("stopped");
    Runtime.getRuntime().halt(0);
  }

  private static InetSocketAddress address(String[] args) {
    if (args.length > 1) {
      throw new IllegalArgumentException(USAGE);
    }
    String text = args.length == 0 ? "8080" : args[0];
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 0xffff) {
      throw new IllegalArgumentException(USAGE);
    }
    return new InetSocketAddress(host, Integer.parseInt(port));
  }
}
