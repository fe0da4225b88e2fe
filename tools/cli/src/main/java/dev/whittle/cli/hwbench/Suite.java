package dev.whittle.cli.hwbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lists of convolutions that are measured often. */
public enum Suite {
  /** The fifteen layers of NNPACK's table: AlexNet, VGG-A and OverFeat. */
  NNPACK,
  /** The 3x3 layers of VGG16, each shape once. */
  VGG,
  /** SqueezeNet 1.1. */
  SQUEEZENET,
  /** 1x1 layers of ResNet-50. */
  POINTWISE,
  /** MobileNetV2: depthwise layers and the 1x1 layers between them. */
  MOBILENET,
  /** Large, small, flat, strided and grouped kernels. */
  MIXED;

  /** As the command line has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<Layer> layers() {
    return switch (this) {
      case NNPACK -> nnpack();
      case VGG -> vgg();
      case SQUEEZENET -> squeezenet();
      case POINTWISE -> pointwise();
      case MOBILENET -> mobilenet();
      case MIXED -> mixed();
    };
  }

  private static List<Layer> nnpack() {
    return List.of(
        Layer.square("AlexNet:conv2", 64, 192, 27, 5, 1),
        Layer.square("AlexNet:conv3", 192, 384, 13, 3, 1),
        Layer.square("AlexNet:conv4", 384, 256, 13, 3, 1),
        Layer.square("AlexNet:conv5", 256, 256, 13, 3, 1),
        Layer.square("VGG-A:conv1", 3, 64, 224, 3, 1),
        Layer.square("VGG-A:conv2", 64, 128, 112, 3, 1),
        Layer.square("VGG-A:conv3.1", 128, 256, 56, 3, 1),
        Layer.square("VGG-A:conv3.2", 256, 256, 56, 3, 1),
        Layer.square("VGG-A:conv4.1", 256, 512, 28, 3, 1),
        Layer.square("VGG-A:conv4.2", 512, 512, 28, 3, 1),
        Layer.square("VGG-A:conv5", 512, 512, 14, 3, 1),
        new Layer("OverFeat:conv2", 96, 256, 24, 24, List.of(5, 5), 1, 0, 1),
        Layer.square("OverFeat:conv3", 256, 512, 12, 3, 1),
        Layer.square("OverFeat:conv4", 512, 1024, 12, 3, 1),
        Layer.square("OverFeat:conv5", 1024, 1024, 12, 3, 1));
  }

  private static List<Layer> vgg() {
    return List.of(
        Layer.square("3-64@224", 3, 64, 224, 3, 1),
        Layer.square("64-64@224", 64, 64, 224, 3, 1),
        Layer.square("64-128@112", 64, 128, 112, 3, 1),
        Layer.square("128-128@112", 128, 128, 112, 3, 1),
        Layer.square("128-256@56", 128, 256, 56, 3, 1),
        Layer.square("256-256@56", 256, 256, 56, 3, 1),
        Layer.square("256-512@28", 256, 512, 28, 3, 1),
        Layer.square("512-512@28", 512, 512, 28, 3, 1),
        Layer.square("512-512@14", 512, 512, 14, 3, 1));
  }

  private static List<Layer> squeezenet() {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer("conv1", 3, 64, 224, 224, List.of(3, 3), 2, 0, 1));
    int[][] fires = {
      {64, 16, 64, 55},
      {128, 16, 64, 55},
      {128, 32, 128, 27},
      {256, 32, 128, 27},
      {256, 48, 192, 13},
      {384, 48, 192, 13},
      {384, 64, 256, 13},
      {512, 64, 256, 13}
    };
    for (int i = 0; i < fires.length; i++) {
      int[] fire = fires[i];
      String name = "fire" + (i + 2);
      layers.add(Layer.square(name + "/squeeze", fire[0], fire[1], fire[3], 1, 1));
      layers.add(Layer.square(name + "/expand1x1", fire[1], fire[2], fire[3], 1, 1));
      layers.add(Layer.square(name + "/expand3x3", fire[1], fire[2], fire[3], 3, 1));
    }
    layers.add(Layer.square("conv10", 512, 1000, 13, 1, 1));
    return layers;
  }

  private static List<Layer> pointwise() {
    return List.of(
        Layer.square("64-256@56", 64, 256, 56, 1, 1),
        Layer.square("256-64@56", 256, 64, 56, 1, 1),
        Layer.square("512-128@28", 512, 128, 28, 1, 1),
        Layer.square("128-512@28", 128, 512, 28, 1, 1),
        Layer.square("1024-256@14", 1024, 256, 14, 1, 1),
        Layer.square("256-1024@14", 256, 1024, 14, 1, 1),
        Layer.square("512-2048@7", 512, 2048, 7, 1, 1),
        Layer.square("2048-512@7", 2048, 512, 7, 1, 1));
  }

  private static List<Layer> mobilenet() {
    return List.of(
        Layer.depthwise("32@112", 32, 112, 1),
        Layer.square("32-16@112", 32, 16, 112, 1, 1),
        Layer.square("16-96@112", 16, 96, 112, 1, 1),
        Layer.depthwise("96@112/2", 96, 112, 2),
        Layer.depthwise("144@56", 144, 56, 1),
        Layer.square("144-24@56", 144, 24, 56, 1, 1),
        Layer.depthwise("192@28", 192, 28, 1),
        Layer.square("192-32@28", 192, 32, 28, 1, 1),
        Layer.depthwise("384@14", 384, 14, 1),
        Layer.square("64-384@14", 64, 384, 14, 1, 1),
        Layer.depthwise("576@14/2", 576, 14, 2),
        Layer.square("576-96@14", 576, 96, 14, 1, 1),
        Layer.depthwise("960@7", 960, 7, 1),
        Layer.square("160-960@7", 160, 960, 7, 1, 1),
        Layer.square("320-1280@7", 320, 1280, 7, 1, 1));
  }

  private static List<Layer> mixed() {
    return List.of(
        Layer.square("3-64@224 7x7/2", 3, 64, 224, 7, 2),
        Layer.square("3-64@224 11x11/4", 3, 64, 224, 11, 4),
        Layer.square("3-32@224 3x3/2", 3, 32, 224, 3, 2),
        Layer.square("1-8@28 5x5", 1, 8, 28, 5, 1),
        Layer.square("16-32@28 5x5", 16, 32, 28, 5, 1),
        Layer.square("64-64@56 3x3", 64, 64, 56, 3, 1),
        Layer.square("128-128@28 3x3", 128, 128, 28, 3, 1),
        Layer.square("512-512@7 3x3", 512, 512, 7, 3, 1),
        Layer.square("64-128@56 3x3/2", 64, 128, 56, 3, 2),
        Layer.square("128-256@28 3x3/2", 128, 256, 28, 3, 2),
        Layer.square("64-128@56 1x1/2", 64, 128, 56, 1, 2),
        Layer.square("32-32@64 7x7", 32, 32, 64, 7, 1),
        Layer.square("64-64@64 9x9", 64, 64, 64, 9, 1),
        new Layer("96-96@17 1x3", 96, 96, 17, 17, List.of(1, 3), 1, 0, 1),
        new Layer("96-96@17 3x1", 96, 96, 17, 17, List.of(3, 1), 1, 0, 1),
        new Layer("128-128@17 1x7", 128, 128, 17, 17, List.of(1, 7), 1, 0, 1),
        new Layer("128-128@28 3x3 in 4 groups", 128, 128, 28, 28, List.of(3, 3), 1, 1, 4),
        new Layer("24-40@35 3x3", 24, 40, 35, 35, List.of(3, 3), 1, 1, 1));
  }
}
