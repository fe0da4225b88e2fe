package dev.whittle.cli;

import dev.whittle.runtime.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** One run of the command line within this JVM. */
record Invocation(int code, String out, String err) {
  static Invocation of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Whittle.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
    return new Invocation(code, out.toString(), err.toString());
  }

  /** Standard output, which must be one JSON object. */
  Json.Obj json() {
    return Json.parse(out).asObject();
  }
}
