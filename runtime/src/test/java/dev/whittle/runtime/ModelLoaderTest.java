package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ConstantValueAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelLoaderTest {
  /** A program of an older runtime. */
  public static final class Old implements Program {
    public static final int ABI = Program.ABI - 1;

    public Old() {}

    @Override
    public void run(
        int step,
        float[] arena,
        float[] weights,
        float[] scratch,
        int from,
        int to,
        float[] input,
        int inputAt,
        float[] output,
        int outputAt) {}
  }

  /** A program compiled for some plan. */
  public static final class Stamped implements Program {
    public static final int ABI = Program.ABI;
    public static final String PLAN = "0123";

    public Stamped() {}

    @Override
    public void run(
        int step,
        float[] arena,
        float[] weights,
        float[] scratch,
        int from,
        int to,
        float[] input,
        int inputAt,
        float[] output,
        int outputAt) {}
  }

  private static Model load(ModelFile file) {
    return Model.load(file, ModelLoaderTest.class.getClassLoader());
  }

  private static ModelFile fileOf(Class<?> program, PackedWeight... weights) {
    Plan plan = TinyModel.plan(1);
    Plan changed =
        new Plan(
            program.getName(),
            1,
            1,
            plan.arenaFloats(),
            32,
            32,
            plan.steps(),
            plan.inputs(),
            plan.outputs(),
            List.of(weights));
    return new ModelFile(
        "Tiny",
        Program.ABI,
        List.of(changed),
        Map.of(),
        Map.of(),
        Weights.of(Map.of("w", Tensor.of(new float[32], 4, 8))));
  }

  @Test
  void refusesClassesOfAnotherBuild() {
    assertThatThrownBy(() -> load(fileOf(Old.class)))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "Tiny: dev.whittle.runtime.ModelLoaderTest$Old was made for ABI 2, this runtime has ABI"
                + " 3 (use one version of Whittle to compile and to run)");
    assertThatThrownBy(() -> load(fileOf(Stamped.class)))
        .hasMessageContaining("ModelLoaderTest$Stamped belongs to another plan");
    assertThatThrownBy(() -> load(fileOf(String.class)))
        .hasMessageContaining("java.lang.String is not a compiled network");
  }

  @Test
  void saysWhichClassIsMissing() {
    assertThatThrownBy(() ->
            Model.load(TinyModel.file(1), new ClassLoader("empty", null) {}, Options.standard()))
        .hasMessage(
            "Tiny: its class dev.whittle.runtime.TinyProgram is missing (put the generated classes"
                + " on the class path)");
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    assertThatThrownBy(
            () -> load(fileOf(TinyProgram.class, new PackedWeight("w", Layout.parse("OI"), 12))))
        .hasMessageContaining("tensor \"w\" f32[4, 8] does not fit its place as OI");
    assertThatThrownBy(
            () -> load(fileOf(TinyProgram.class, new PackedWeight("w", Layout.parse("OIHW"), 0))))
        .hasMessageContaining("tensor \"w\" f32[4, 8] does not fit its place as OIHW");
  }

  @Test
  void loadsClassesThatAreBytesOnly() {
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of("net.Generated"),
                type ->
                    type.withFlags(ClassFile.ACC_PUBLIC)
                        .withInterfaceSymbols(Program.class.describeConstable().orElseThrow())
                        .withField(
                            "ABI",
                            ConstantDescs.CD_int,
                            field ->
                                field
                                    .withFlags(
                                        ClassFile.ACC_PUBLIC
                                            | ClassFile.ACC_STATIC
                                            | ClassFile.ACC_FINAL)
                                    .with(ConstantValueAttribute.of(Program.ABI)))
                        .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            ConstantDescs.MTD_void,
                            ClassFile.ACC_PUBLIC,
                            code ->
                                code.aload(0)
                                    .invokespecial(
                                        ConstantDescs.CD_Object,
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void)
                                    .return_())
                        .withMethodBody(
                            "run",
                            MethodTypeDesc.ofDescriptor("(I[F[F[FII[FI[FI)V"),
                            ClassFile.ACC_PUBLIC,
                            code ->
                                code.aload(2)
                                    .loadConstant(TinyProgram.outputOffset(1))
                                    .loadConstant(7f)
                                    .fastore()
                                    .return_()));
    Plan plan = TinyModel.plan(1);
    Plan generated =
        new Plan(
            "net.Generated",
            1,
            1,
            plan.arenaFloats(),
            0,
            0,
            plan.steps(),
            plan.inputs(),
            plan.outputs(),
            List.of());
    ModelFile file =
        new ModelFile(
            "Tiny", Program.ABI, List.of(generated), Map.of(), Map.of(), Weights.of(Map.of()));
    float[] output = new float[3];
    ClassLoader classes = new GeneratedClasses(Map.of("net.Generated", bytes));
    try (Model model = Model.load(file, classes)) {
      model.run(TinyModel.input(1), output);
    }
    assertThat(output).containsExactly(7, 0, 0);
  }
}
