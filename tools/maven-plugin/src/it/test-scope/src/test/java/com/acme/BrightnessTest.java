package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BrightnessTest {
  @Test
  void aNetworkOfTheTestsRuns() {
    try (Brightness brightness = Brightness.load()) {
      assertEquals(2, brightness.run(new float[48]).length);
    }
  }
}
