package dev.whittle.examples.glyphs;

import java.util.List;

/** The 36 classes: ten digits and twenty-six capitals, drawn so that no two look alike. */
final class Alphabet {
  private static final String TABLE =
      """
      0: A .5 .5 .38 .5 0 360 M .3 .8 L .7 .2
      1: M .22 .24 L .52 0 L .52 1 M .22 1 L .82 1
      2: A .5 .28 .34 .28 185 395 L .14 1 L .88 1
      3: A .46 .26 .33 .26 200 450 M .46 .52 a .46 .75 .36 .25 270 520
      4: M .68 1 L .68 0 L .1 .68 L .92 .68
      5: M .82 0 L .24 0 L .2 .46 a .46 .69 .37 .31 230 515
      6: A .5 .69 .35 .31 0 360 M .7 0 L .19 .56
      7: M .12 0 L .86 0 L .38 1
      8: A .5 .25 .29 .25 0 360 A .5 .75 .36 .25 0 360
      9: A .5 .31 .35 .31 0 360 M .81 .44 L .34 1
      A: M .08 1 L .5 0 L .92 1 M .24 .64 L .76 .64
      B: M .5 .48 L .18 .48 M .18 1 L .18 0 L .5 0 a .5 .24 .31 .24 270 450 a .5 .74 .35 .26 270 450 L .18 1
      C: A .54 .5 .42 .5 312 48
      D: M .16 1 L .16 0 L .42 0 a .42 .5 .44 .5 270 450 L .16 1
      E: M .84 0 L .18 0 L .18 1 L .84 1 M .18 .49 L .7 .49
      F: M .84 0 L .18 0 L .18 1 M .18 .49 L .7 .49
      G: A .52 .5 .42 .5 312 0 L .56 .5
      H: M .14 0 L .14 1 M .86 0 L .86 1 M .14 .5 L .86 .5
      I: M .22 0 L .78 0 M .5 0 L .5 1 M .22 1 L .78 1
      J: M .4 0 L .9 0 M .7 0 L .7 .7 a .42 .7 .28 .3 0 175
      K: M .18 0 L .18 1 M .86 0 L .18 .6 M .42 .39 L .88 1
      L: M .2 0 L .2 1 L .86 1
      M: M .08 1 L .12 0 L .5 .62 L .88 0 L .92 1
      N: M .14 1 L .14 0 L .86 1 L .86 0
      O: A .5 .5 .45 .5 0 360
      P: M .18 1 L .18 0 L .5 0 a .5 .27 .34 .27 270 450 L .18 .54
      Q: A .5 .48 .45 .48 0 360 M .56 .62 L .94 1.06
      R: M .18 1 L .18 0 L .5 0 a .5 .26 .34 .26 270 450 L .18 .52 M .48 .52 L .88 1
      S: A .5 .25 .35 .25 325 90 a .5 .75 .37 .25 270 505
      T: M .08 0 L .92 0 M .5 0 L .5 1
      U: M .14 0 L .14 .66 a .5 .66 .36 .34 180 0 L .86 0
      V: M .08 0 L .5 1 L .92 0
      W: M .04 0 L .26 1 L .5 .34 L .74 1 L .96 0
      X: M .1 0 L .9 1 M .9 0 L .1 1
      Y: M .08 0 L .5 .5 L .92 0 M .5 .5 L .5 1
      Z: M .12 0 L .88 0 L .12 1 L .88 1
      """;

  static final List<Glyph> GLYPHS =
      TABLE.lines().map(line -> Glyph.parse(line.substring(0, 1), line.substring(3))).toList();

  private Alphabet() {}

  static int size() {
    return GLYPHS.size();
  }
}
