package dev.whittle.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.codehaus.plexus.build.BuildContext;
import org.codehaus.plexus.build.DefaultBuildContext;
import org.codehaus.plexus.util.Scanner;

/** What the goals share: they build some files of a source folder, those that changed. */
abstract class NetworkMojo extends AbstractMojo {
  private static final List<String> ENDINGS = List.of(".cnn", ".onnx");

  /**
   * Which {@code .cnn} and {@code .onnx} files of the source folder are built, as patterns with
   * {@code *} and {@code **}.
   */
  @Parameter(property = "whittle.includes", defaultValue = "**/*.cnn,**/*.onnx")
  private List<String> includes;

  /**
   * Which of them are left out. A file that is imported need not be left out: it is no harm to
   * build it.
   */
  @Parameter(property = "whittle.excludes")
  private List<String> excludes;

  /**
   * The passes that make the networks small and fast: {@code exact}, which changes answers by
   * rounding only, {@code none}, the name of a pipeline in a network's own file, a file that holds
   * one pipeline, or {@code FILE#NAME}. Its guards must hold, or the build fails.
   */
  @Parameter(property = "whittle.pipeline", defaultValue = "exact")
  private String pipeline;

  /**
   * Measured times to choose kernels by, as {@code whittle lock} writes them, for all networks.
   * Without it each network's own count, {@code Net.kernels} beside {@code Net.cnn}, where they are
   * there. A build never measures.
   */
  @Parameter(property = "whittle.lock")
  private File lock;

  /**
   * A JDK 25 or newer to run the compiler on. Without it: a JDK toolchain, the JDK that Maven runs
   * on, {@code JAVA_HOME}, or one of the usual install folders.
   */
  @Parameter(property = "whittle.jdk")
  private File jdk;

  /** Arguments for the JVM that the compiler runs in, for example {@code -Xmx8g}. */
  @Parameter(property = "whittle.jvmArguments")
  private List<String> jvmArguments;

  /** Whether a warning fails the build. */
  @Parameter(property = "whittle.failOnWarning", defaultValue = "false")
  private boolean failOnWarning;

  /** Whether to do nothing. */
  @Parameter(property = "whittle.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
  private List<Artifact> artifacts;

  @Inject private BuildContext context;

  @Inject private org.sonatype.plexus.build.incremental.BuildContext olderContext;

  @Inject private ToolchainManager toolchains;

  /** The folder of the sources. */
  abstract File sources();

  /** What the compiler is told besides the folder and the files. */
  abstract List<String> arguments() throws MojoFailureException;

  /** The folder of the weights; may be null. */
  abstract File weights();

  /** The arguments that say how networks are compiled, and from which weights. */
  final List<String> networkArguments() {
    List<String> arguments = new ArrayList<>(List.of("--pipeline", pipeline));
    if (lock != null) {
      arguments.addAll(List.of("--lock", lock.getPath()));
    }
    if (weights() != null) {
      arguments.addAll(List.of("--weights", weights().getPath()));
    }
    return arguments;
  }

  /** Fails where weights are needed and their folder is none. */
  final void requireWeightsFolder() throws MojoFailureException {
    if (weights() != null && !weights().isDirectory()) {
      throw new MojoFailureException("The weightsDirectory " + weights() + " is not a folder.");
    }
  }

  /** Called before anything else, also when there is nothing to build. */
  void prepare() {}

  /** The folders that files are written to. */
  abstract List<File> outputs();

  /** Called with the classes that no network makes any more. */
  void removed(Set<String> classes) throws IOException {}

  /** Whether files that did not change are left alone. */
  boolean isIncremental() {
    return true;
  }

  /** Whether it is this goal that shows warnings, which others would show again. */
  boolean showsWarnings() {
    return true;
  }

  final MavenProject project() {
    return project;
  }

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped.");
      return;
    }
    prepare();
    try {
      build();
    } catch (IOException e) {
      throw new MojoExecutionException(e.toString(), e);
    }
  }

  private void build() throws IOException, MojoExecutionException, MojoFailureException {
    List<String> files = files();
    List<Path> roots = outputs().stream().map(File::toPath).toList();
    BuildState state = BuildState.read(stateFile(), project.getBasedir().toPath(), roots);
    if (files.isEmpty() && state.isEmpty()) {
      getLog().info("No networks in " + sources() + ".");
      return;
    }
    List<String> arguments = new ArrayList<>(arguments());
    if (failOnWarning) {
      arguments.add("--strict");
    }
    Jdk found = Jdk.find(jdk, toolchains, session, getLog());
    String options = Fingerprint.ofOptions(arguments, found, artifacts);
    Set<String> gone = new TreeSet<>(state.retain(files));
    List<String> stale =
        files.stream().filter(file -> !isIncremental() || !state.isFresh(file, options)).toList();
    try {
      if (!stale.isEmpty()) {
        gone.addAll(
            compile(
                new Compiler(found, jvmArguments, artifacts, getLog()),
                arguments,
                options,
                stale,
                state));
      }
    } finally {
      if (isIncremental()) {
        state.write();
      }
      gone.removeAll(state.classes(List.of()).keySet());
      removed(gone);
    }
    if (!gone.isEmpty() || !stale.isEmpty()) {
      outputs().forEach(context::refresh);
    }
    getLog().info("%d of %d files %s.".formatted(stale.size(), files.size(), verb()));
  }

  private Set<String> compile(
      Compiler compiler,
      List<String> arguments,
      String options,
      List<String> stale,
      BuildState state)
      throws IOException, MojoExecutionException, MojoFailureException {
    List<String> all = new ArrayList<>(arguments);
    state
        .classes(stale)
        .forEach((name, source) -> all.addAll(List.of("--taken", name + "=" + source)));
    stale.forEach(file -> context.removeMessages(new File(sources(), file)));
    FileTime start = FileTime.from(Instant.now());
    Compiler.Answer answer = compiler.build(project.getBasedir(), sources(), all, stale);
    Messages messages = new Messages(getLog(), sources().toPath());
    List<Compiler.Diagnostic> shown =
        answer.diagnostics().stream()
            .filter(d -> d.isError() || showsWarnings() || failOnWarning)
            .toList();
    messages.log(shown);
    answer.notes().forEach(getLog()::info);
    if (isInIde()) {
      messages.mark(shown, context);
    }
    if (!answer.isDone()) {
      stale.forEach(state::forget);
      throw new MojoFailureException(answer.failure());
    }
    Map<String, BuildState.Entry> entries = new TreeMap<>();
    for (Compiler.Built built : answer.files()) {
      entries.put(built.file(), BuildState.Entry.of(built, options, start));
    }
    return state.replace(entries);
  }

  /** Without an IDE both contexts are the defaults, which would log what is logged already. */
  private boolean isInIde() {
    return !(context instanceof DefaultBuildContext
        && olderContext instanceof org.sonatype.plexus.build.incremental.DefaultBuildContext);
  }

  /** What happened to a file, for the log. */
  abstract String verb();

  private List<String> files() {
    if (!sources().isDirectory()) {
      return List.of();
    }
    Scanner scanner = context.newScanner(sources(), true);
    scanner.setIncludes(includes.toArray(String[]::new));
    if (excludes != null) {
      scanner.setExcludes(excludes.toArray(String[]::new));
    }
    scanner.scan();
    List<String> files = new ArrayList<>();
    for (String file : scanner.getIncludedFiles()) {
      if (ENDINGS.stream().anyMatch(file::endsWith)) {
        files.add(file.replace(File.separatorChar, '/'));
      }
    }
    files.sort(null);
    return files;
  }

  private Path stateFile() {
    return Path.of(project.getBuild().getDirectory())
        .resolve("whittle")
        .resolve(execution.getGoal() + "-" + execution.getExecutionId() + ".json");
  }
}
