/**
 * The part of Whittle that applications ship: loads compiled networks and runs them.
 *
 * <p>Reading pictures needs the module {@code java.desktop}, which an image made by jlink may leave
 * out when nobody reads pictures. Warming a model up asks {@code java.management}, where it is
 * there, how busy the virtual machine's compiler is.
 */
module dev.whittle.runtime {
  requires jdk.jfr;
  requires static java.management;
  requires static transitive java.desktop;

  exports dev.whittle.runtime;
  exports dev.whittle.runtime.json;
  exports dev.whittle.runtime.picture;
  exports dev.whittle.runtime.weights;
}
