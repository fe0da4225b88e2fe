package dev.whittle.codegen.bytecode;

import dev.whittle.codegen.bytecode.MethodEmitter.Callee;
import dev.whittle.codegen.kernel.KernelClass;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.Scalarize;
import dev.whittle.runtime.Program;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Turns a {@link KernelClass} into a Java 25 class file that implements {@code
 * dev.whittle.runtime.Program}. Neither this class nor its output for one lane needs {@code
 * jdk.incubator.vector}.
 */
public final class BytecodeBackend {
  /** HotSpot never compiles a method with more bytes of code than this. */
  public static final int LARGEST_METHOD = 8_000;

  private static final int CLASS_VERSION = Opcodes.V25;
  private static final String OBJECT = "java/lang/Object";
  private static final String PROGRAM = "dev/whittle/runtime/Program";
  private static final String STEP = "([F[F[FII[FI[FI)V";

  private BytecodeBackend() {}

  /** The class file and how large each method's code is. */
  public record Result(byte[] classFile, Map<String, Integer> methodSizes) {}

  /**
   * Compiles all methods.
   *
   * @throws IllegalStateException when a method is larger than {@link #LARGEST_METHOD}, which is a
   *     schedule's mistake
   */
  public static Result compile(KernelClass source) {
    return compile(source, Map.of());
  }

  /**
   * The same, without the methods that other classes have.
   *
   * @param elsewhere the binary names of these classes by the names of methods
   */
  public static Result compile(KernelClass source, Map<String, String> elsewhere) {
    String owner = internal(source.name());
    ClassWriter type = new LooseClassWriter();
    type.visit(
        CLASS_VERSION,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        owner,
        null,
        OBJECT,
        new String[] {PROGRAM});
    type.visitSource(source.sourceFile(), null);
    type.visitField(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
            "ABI",
            "I",
            null,
            Program.ABI)
        .visitEnd();
    source
        .stamp()
        .ifPresent(digest ->
            type.visitField(
                    Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
                    "PLAN",
                    "Ljava/lang/String;",
                    null,
                    digest)
                .visitEnd());
    constructor(type);
    dispatch(type, owner, source.steps());
    List<KernelMethod> own =
        source.methods().stream().filter(m -> !elsewhere.containsKey(m.name())).toList();
    Map<String, Callee> callees = new HashMap<>();
    source.methods().forEach(m -> callees.put(m.name(), callee(m, source.name(), elsewhere)));
    return finish(type, source.name(), source.lanes(), Opcodes.ACC_PRIVATE, own, callees);
  }

  /**
   * A class that has nothing but {@code method}, for all to call.
   *
   * @param name of the class, with dots
   * @param callees what it calls
   * @param elsewhere the binary names of the callees' classes by the names of methods
   * @throws IllegalStateException when the method is larger than {@link #LARGEST_METHOD}
   */
  public static byte[] compile(
      KernelMethod method,
      String name,
      int lanes,
      List<KernelMethod> callees,
      Map<String, String> elsewhere) {
    ClassWriter type = new LooseClassWriter();
    type.visit(
        CLASS_VERSION,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        internal(name),
        null,
        OBJECT,
        null);
    Map<String, Callee> known = new HashMap<>();
    callees.forEach(m -> known.put(m.name(), callee(m, name, elsewhere)));
    return finish(type, name, lanes, Opcodes.ACC_PUBLIC, List.of(method), known).classFile();
  }

  private static Callee callee(KernelMethod method, String self, Map<String, String> elsewhere) {
    String owner = elsewhere.getOrDefault(method.name(), self);
    return new Callee(internal(owner), MethodEmitter.descriptor(method));
  }

  private static Result finish(
      ClassWriter type,
      String name,
      int lanes,
      int access,
      List<KernelMethod> methods,
      Map<String, Callee> callees) {
    ClassConstants constants = new ClassConstants(internal(name), lanes);
    Map<String, Label> ends = new LinkedHashMap<>();
    for (KernelMethod method : methods) {
      MethodVisitor code =
          type.visitMethod(
              access | Opcodes.ACC_STATIC,
              method.name(),
              MethodEmitter.descriptor(method),
              null,
              null);
      KernelMethod suited = lanes == 1 ? Scalarize.rewrite(method) : method;
      ends.put(method.name(), new MethodEmitter(code, constants, callees, lanes).emit(suited));
    }
    constants.write(type);
    type.visitEnd();
    byte[] bytes = type.toByteArray();
    return new Result(bytes, sizes(name, ends));
  }

  private static String internal(String name) {
    return name.replace('.', '/');
  }

  private static Map<String, Integer> sizes(String name, Map<String, Label> ends) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    ends.forEach((method, end) -> sizes.put(method, end.getOffset()));
    sizes.forEach((method, size) -> {
      if (size > LARGEST_METHOD) {
        throw new IllegalStateException(
            "kernel method %s.%s has %d bytes of code; HotSpot compiles at most %d"
                .formatted(name, method, size, LARGEST_METHOD));
      }
    });
    return Map.copyOf(sizes);
  }

  private static void constructor(ClassWriter type) {
    MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void dispatch(ClassWriter type, String owner, List<String> steps) {
    MethodVisitor code =
        type.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, "run", "(I" + STEP.substring(1), null, null);
    code.visitCode();
    Label unknown = new Label();
    if (!steps.isEmpty()) {
      Label[] cases = steps.stream().map(s -> new Label()).toArray(Label[]::new);
      code.visitVarInsn(Opcodes.ILOAD, 1);
      code.visitTableSwitchInsn(0, steps.size() - 1, unknown, cases);
      for (int step = 0; step < cases.length; step++) {
        code.visitLabel(cases[step]);
        code.visitVarInsn(Opcodes.ALOAD, 2);
        code.visitVarInsn(Opcodes.ALOAD, 3);
        code.visitVarInsn(Opcodes.ALOAD, 4);
        code.visitVarInsn(Opcodes.ILOAD, 5);
        code.visitVarInsn(Opcodes.ILOAD, 6);
        code.visitVarInsn(Opcodes.ALOAD, 7);
        code.visitVarInsn(Opcodes.ILOAD, 8);
        code.visitVarInsn(Opcodes.ALOAD, 9);
        code.visitVarInsn(Opcodes.ILOAD, 10);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, steps.get(step), STEP, false);
        code.visitInsn(Opcodes.RETURN);
      }
    }
    code.visitLabel(unknown);
    code.visitTypeInsn(Opcodes.NEW, "java/lang/IndexOutOfBoundsException");
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL, "java/lang/IndexOutOfBoundsException", "<init>", "(I)V", false);
    code.visitInsn(Opcodes.ATHROW);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /** Two different classes meet only in slots that are dead: no class has to be loaded. */
  private static final class LooseClassWriter extends ClassWriter {
    LooseClassWriter() {
      super(COMPUTE_FRAMES);
    }

    @Override
    protected String getCommonSuperClass(String left, String right) {
      return OBJECT;
    }
  }
}
