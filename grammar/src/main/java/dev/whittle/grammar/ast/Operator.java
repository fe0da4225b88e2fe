package dev.whittle.grammar.ast;

/** The operators of expressions. */
public enum Operator {
  OR("or"),
  AND("and"),
  NOT("not"),
  EQUAL("=="),
  NOT_EQUAL("!="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  TO(".."),
  PLUS("+"),
  MINUS("-"),
  TIMES("*"),
  DIVIDE("/"),
  REMAINDER("%");

  private final String text;

  Operator(String text) {
    this.text = text;
  }

  /** How it is written. */
  public String text() {
    return text;
  }

  /** The operator written {@code text}. */
  public static Operator of(String text) {
    for (Operator operator : values()) {
      if (operator.text.equals(text)) {
        return operator;
      }
    }
    throw new IllegalArgumentException(text);
  }
}
