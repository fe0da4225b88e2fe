package dev.whittle.bench.suite;

import dev.whittle.cli.data.Examples;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import java.util.Optional;

/** The networks under {@code examples/} that the suite {@code networks} measures. */
public enum ExampleNetwork {
  SQUEEZENET("SqueezeNet 1.1", "squeezenet/SqueezeNet.cnn", "SqueezeNet"),
  MOBILENET_V1("MobileNetV1", "networks/MobileNetV1.cnn", "MobileNetV1"),
  MOBILENET_V2("MobileNetV2", "networks/MobileNetV2.cnn", "MobileNetV2"),
  RESNET_18("ResNet-18", "networks/ResNet.cnn", "ResNet18"),
  RESNET_50("ResNet-50", "networks/ResNet.cnn", "ResNet50"),
  GOOGLENET("GoogLeNet", "networks/GoogLeNet.cnn", "GoogLeNet"),
  ALEXNET("AlexNet", "networks/AlexNet.cnn", "AlexNet"),
  VGG16("VGG16", "networks/VGG16.cnn", "VGG16"),
  SHUFFLENET_V2("ShuffleNetV2 x1.0", "networks/ShuffleNetV2.cnn", "ShuffleNetV2"),
  EFFICIENTNET_B0("EfficientNet-B0", "networks/EfficientNetB0.cnn", "EfficientNetB0");

  private final String title;
  private final String file;
  private final String network;

  ExampleNetwork(String title, String file, String network) {
    this.title = title;
    this.file = file;
    this.network = network;
  }

  /** What tables call it. */
  public String title() {
    return title;
  }

  /** Reads the network. */
  public Graph graph() {
    return Cnn.load(Examples.find(file), Optional.of(network))
        .graph()
        .orElseThrow(() -> new IllegalStateException(file + " has mistakes"));
  }

  Case toCase() {
    return Case.exact(title, this::graph, Optional.empty(), Optional.of(this));
  }
}
