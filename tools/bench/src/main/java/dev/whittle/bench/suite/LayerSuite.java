package dev.whittle.bench.suite;

import java.util.List;

/** Layers that others publish figures for. */
public enum LayerSuite {
  /** The 3x3 convolutions of VGG16 (Simonyan and Zisserman, arXiv 1409.1556), each once. */
  VGG(
      "vgg-layers",
      ConvolutionLayer.same(3, 224, 64, 3),
      ConvolutionLayer.same(64, 224, 64, 3),
      ConvolutionLayer.same(64, 112, 128, 3),
      ConvolutionLayer.same(128, 112, 128, 3),
      ConvolutionLayer.same(128, 56, 256, 3),
      ConvolutionLayer.same(256, 56, 256, 3),
      ConvolutionLayer.same(256, 28, 512, 3),
      ConvolutionLayer.same(512, 28, 512, 3),
      ConvolutionLayer.same(512, 14, 512, 3)),

  /** 1x1 convolutions of ResNet-50 (He et al., arXiv 1512.03385), one of each stage. */
  POINTWISE(
      "pointwise-layers",
      ConvolutionLayer.same(64, 56, 256, 1),
      ConvolutionLayer.same(512, 28, 128, 1),
      ConvolutionLayer.same(1024, 14, 256, 1),
      ConvolutionLayer.same(512, 7, 2048, 1)),

  /** The layers in the table of NNPACK's first release (Dukhan, 2016). */
  NNPACK(
      "nnpack-layers",
      new ConvolutionLayer("AlexNet conv2", 64, 27, 192, 5, 2),
      new ConvolutionLayer("AlexNet conv3", 192, 13, 384, 3, 1),
      new ConvolutionLayer("AlexNet conv4", 384, 13, 256, 3, 1),
      new ConvolutionLayer("AlexNet conv5", 256, 13, 256, 3, 1),
      new ConvolutionLayer("VGG-A conv1", 3, 224, 64, 3, 1),
      new ConvolutionLayer("VGG-A conv2", 64, 112, 128, 3, 1),
      new ConvolutionLayer("VGG-A conv3.1", 128, 56, 256, 3, 1),
      new ConvolutionLayer("VGG-A conv3.2", 256, 56, 256, 3, 1),
      new ConvolutionLayer("VGG-A conv4.1", 256, 28, 512, 3, 1),
      new ConvolutionLayer("VGG-A conv4.2", 512, 28, 512, 3, 1),
      new ConvolutionLayer("VGG-A conv5", 512, 14, 512, 3, 1),
      new ConvolutionLayer("OverFeat conv2", 96, 24, 256, 5, 0),
      new ConvolutionLayer("OverFeat conv3", 256, 12, 512, 3, 1),
      new ConvolutionLayer("OverFeat conv4", 512, 12, 1024, 3, 1),
      new ConvolutionLayer("OverFeat conv5", 1024, 12, 1024, 3, 1));

  private final String title;
  private final List<ConvolutionLayer> layers;

  LayerSuite(String title, ConvolutionLayer... layers) {
    this.title = title;
    this.layers = List.of(layers);
  }

  /** What the command line calls it. */
  public String title() {
    return title;
  }

  public List<ConvolutionLayer> layers() {
    return layers;
  }

  /**
   * The layer of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public ConvolutionLayer find(String name) {
    return layers.stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no layer " + name));
  }
}
