package dev.whittle.ir.op;

/** The largest whole number that is not above a number. */
@Operator(
    name = "round_down",
    operands = {"x"},
    summary = "Largest whole number that is not above.")
public record Floor() implements Activation {}
