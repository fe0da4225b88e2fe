package dev.whittle.tests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.foreign.SymbolLookup;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** The arrows between the modules, and what no module may do. */
@AnalyzeClasses(packages = "dev.whittle", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Set<String> NATIVE_LOADERS =
      Set.of("load", "loadLibrary", "mapLibraryName", "libraryLookup");

  @ArchTest
  static final ArchRule modulesSeeOnlyTheModulesBelowThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.whittle..")
          .withOptionalLayers(true)
          .layer("runtime")
          .definedBy("dev.whittle.runtime..")
          .layer("ir")
          .definedBy("dev.whittle.ir..")
          .layer("grammar")
          .definedBy("dev.whittle.grammar..")
          .layer("passes")
          .definedBy("dev.whittle.passes..")
          .layer("codegen")
          .definedBy("dev.whittle.codegen..")
          .layer("tools")
          .definedBy(
              "dev.whittle.cli..",
              "dev.whittle.bench..",
              "dev.whittle.onnx..",
              "dev.whittle.maven..")
          .layer("examples")
          .definedBy("dev.whittle.examples..")
          .whereLayer("runtime")
          .mayNotAccessAnyLayer()
          .whereLayer("ir")
          .mayOnlyAccessLayers("runtime")
          .whereLayer("grammar")
          .mayOnlyAccessLayers("ir", "runtime")
          .whereLayer("passes")
          .mayOnlyAccessLayers("ir", "runtime")
          .whereLayer("codegen")
          .mayOnlyAccessLayers("passes", "ir", "runtime")
          .ensureAllClassesAreContainedInArchitecture()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule antlrLivesOnlyInGrammar =
      livesOnlyIn("dev.whittle.grammar..", "org.antlr..");

  @ArchTest
  static final ArchRule asmLivesOnlyInCodegen =
      livesOnlyIn("dev.whittle.codegen..", "org.objectweb.asm..");

  @ArchTest
  static final ArchRule ejmlLivesOnlyInPasses = livesOnlyIn("dev.whittle.passes..", "org.ejml..");

  @ArchTest
  static final ArchRule onnxRuntimeLivesOnlyInBench =
      livesOnlyIn("dev.whittle.bench..", "ai.onnxruntime..");

  @ArchTest
  static final ArchRule nothingButTheServiceOpensASocket =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.whittle.examples.imageservice..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.net..", "javax.net..", "com.sun.net..")
                  .and(
                      DescribedPredicate.not(
                          belongToAnyOf(
                              URI.class,
                              URISyntaxException.class,
                              URL.class,
                              MalformedURLException.class,
                              URLClassLoader.class)))
                  .or(
                      belongToAnyOf(
                          SocketChannel.class,
                          ServerSocketChannel.class,
                          DatagramChannel.class,
                          AsynchronousSocketChannel.class,
                          AsynchronousServerSocketChannel.class))
                  .as("open sockets"))
          .orShould()
          .accessTargetWhere(
              accesses(
                  "reads the content of a URL",
                  Set.of("openStream", "openConnection", "getContent"),
                  URL.class))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothingLoadsANativeLibrary =
      noClasses()
          .should()
          .accessTargetWhere(
              accesses(
                  "loads a native library",
                  NATIVE_LOADERS,
                  System.class,
                  Runtime.class,
                  SymbolLookup.class))
          .allowEmptyShould(true);

  private static ArchRule livesOnlyIn(String home, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaAccess<?>> accesses(
      String what, Set<String> members, Class<?>... owners) {
    return DescribedPredicate.describe(
        what,
        access -> {
          AccessTarget target = access.getTarget();
          return members.contains(target.getName())
              && Set.of(owners).stream().anyMatch(target.getOwner()::isEquivalentTo);
        });
  }
}
