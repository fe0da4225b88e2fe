package dev.whittle.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  /**
   * Which {@code .cnn} files of the source folder are built, as patterns with {@code *} and {@code
   * **}.
   */
  @Parameter(property = "whittle.includes", defaultValue = "**/*.cnn")
  private List<String> includes;

  /**
   * Which of them are left out. A file that is imported need not be left out: it is no harm to
   * build it.
   */
  @Parameter(property = "whittle.excludes")
  private List<String> excludes;

  /**
   * A JDK 25 or newer to run the compiler on. Without it: a JDK toolchain, the JDK that Maven runs
   * on, {@code JAVA_HOME}, or one of the usual install folders.
   */
  @Parameter(property = "whittle.jdk")
  private File jdk;

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
  abstract List<String> arguments();

  /** Called before anything else, also when there is nothing to build. */
  void prepare() {}

  /** The folder that generated files are written to, or null. */
  abstract File outputs();

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
    BuildState state = BuildState.read(stateFile());
    if (files.isEmpty() && state.isEmpty()) {
      getLog().info("No networks in " + sources() + ".");
      return;
    }
    List<String> arguments = new ArrayList<>(arguments());
    if (failOnWarning) {
      arguments.add("--strict");
    }
    String options = Fingerprint.ofOptions(arguments, artifacts);
    boolean isChanged = state.retain(files);
    List<String> stale = files.stream().filter(file -> !state.isFresh(file, options)).toList();
    if (!stale.isEmpty()) {
      Jdk found = Jdk.find(jdk, toolchains, session, getLog());
      Compiler compiler = new Compiler(found, artifacts, getLog());
      stale.forEach(file -> context.removeMessages(new File(sources(), file)));
      Compiler.Answer answer = compiler.build(project.getBasedir(), sources(), arguments, stale);
      Messages messages = new Messages(getLog(), sources().toPath());
      messages.log(answer.diagnostics());
      if (isInIde()) {
        messages.mark(answer.diagnostics(), context);
      }
      if (!answer.isDone()) {
        stale.forEach(state::forget);
        state.write();
        throw new MojoFailureException(answer.failure());
      }
      Map<String, BuildState.Entry> entries = new TreeMap<>();
      for (Compiler.Built built : answer.files()) {
        entries.put(built.file(), BuildState.Entry.of(built, options));
      }
      isChanged |= state.replace(entries);
    }
    try {
      state.requireDistinctClasses();
    } finally {
      state.write();
    }
    if (isChanged && outputs() != null) {
      context.refresh(outputs());
    }
    getLog()
        .info(
            "%d of %d files %s, the others are up to date."
                .formatted(stale.size(), files.size(), verb()));
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
      files.add(file.replace(File.separatorChar, '/'));
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
