package dev.whittle.cli.demo;

import dev.whittle.runtime.Answer;
import dev.whittle.runtime.picture.Picture;

/** What the network says of a picture. */
record Guess(String file, Picture picture, Answer answer, boolean isRight) {
  /** The file's name without its ending. */
  String name() {
    return file.substring(0, file.lastIndexOf('.'));
  }
}
