package dev.whittle.ir.op;

/** {@code left + right}, broadcast. */
@Operator(
    name = "add",
    operands = {"left", "right"},
    summary = "Sum, element by element.")
public record Add() implements Arithmetic {}
