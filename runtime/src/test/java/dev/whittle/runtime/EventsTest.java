package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
  @Test
  void recordsRunsAndTheStepsOfProfiledModels(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("dev.whittle.Run");
      recording.enable("dev.whittle.Step");
      recording.start();
      for (Options options : List.of(Options.standard(), Options.standard().profiled())) {
        Model.load(TinyModel.file(8), EventsTest.class.getClassLoader(), options)
            .run(TinyModel.input(8), new float[24]);
      }
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("dev.whittle.Run"))
        .hasSize(2)
        .allSatisfy(event -> {
          assertThat(event.getString("model")).isEqualTo("Tiny");
          assertThat(event.getInt("items")).isEqualTo(8);
          assertThat(event.getInt("lanes")).isEqualTo(1);
        });
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("dev.whittle.Step"))
        .extracting(event -> event.getString("node") + " " + event.getString("source"))
        .containsExactly("fc Tiny.cnn:3", "norm Tiny.cnn:4");
  }
}
