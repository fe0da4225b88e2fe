package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.runtime.Winograd.Fraction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Straight-line code for a constant matrix times a few vectors. Operands whose columns are equal up
 * to signs enter as their sum and difference; rows that are equal up to signs are the sum and the
 * difference of two shared parts.
 *
 * @param matrix a row for each result; its numbers are floats exactly
 */
record LinearMap(Lanes lanes, double[][] matrix) {
  /** A coefficient and what it multiplies. */
  private record Term(double factor, Expression value) {}

  static LinearMap of(Lanes lanes, Fraction[][] matrix) {
    double[][] values = new double[matrix.length][matrix[0].length];
    for (int i = 0; i < values.length; i++) {
      for (int k = 0; k < values[i].length; k++) {
        values[i][k] = matrix[i][k].value();
      }
    }
    return new LinearMap(lanes, values);
  }

  /** One result that is the one operand. */
  static LinearMap identity(Lanes lanes) {
    return new LinearMap(lanes, new double[][] {{1}});
  }

  int results() {
    return matrix.length;
  }

  int operands() {
    return matrix[0].length;
  }

  /** The map of some of the results. */
  LinearMap rows(int from, int to) {
    return new LinearMap(lanes, Arrays.copyOfRange(matrix, from, to));
  }

  /** The results; each operand is evaluated once. */
  List<Expression> apply(KernelBuilder kernel, List<Expression> operands) {
    List<List<Term>> rows = new ArrayList<>();
    for (int i = 0; i < results(); i++) {
      rows.add(new ArrayList<>());
    }
    List<Expression> values = new ArrayList<>();
    operands.forEach(o -> values.add(kernel.let("operand", o)));
    for (int k = 0; k < operands(); k++) {
      int left = k;
      int right = k + 1;
      if (right < operands() && areAlike(left, right)) {
        Expression sum = kernel.let("sum", add(values.get(left), values.get(right)));
        Expression difference =
            kernel.let("difference", subtract(values.get(left), values.get(right)));
        for (int i = 0; i < results(); i++) {
          boolean isSame = matrix[i][left] == matrix[i][right];
          append(rows.get(i), matrix[i][left], isSame ? sum : difference);
        }
        k++;
      } else {
        for (int i = 0; i < results(); i++) {
          append(rows.get(i), matrix[i][left], values.get(left));
        }
      }
    }
    List<Expression> results = new ArrayList<>();
    for (int i = 0; i < results(); i++) {
      if (i + 1 < results() && differInSigns(rows.get(i), rows.get(i + 1))) {
        addPair(kernel, rows.get(i), rows.get(i + 1), results);
        i++;
      } else {
        results.add(kernel.let("result", combine(rows.get(i))));
      }
    }
    return results;
  }

  private static void append(List<Term> row, double factor, Expression value) {
    if (factor != 0) {
      row.add(new Term(factor, value));
    }
  }

  /** Whether two columns have the same absolute values, more than one and not all equal. */
  private boolean areAlike(int left, int right) {
    int same = 0;
    int opposite = 0;
    for (double[] row : matrix) {
      if (Math.abs(row[left]) != Math.abs(row[right])) {
        return false;
      }
      same += row[left] != 0 && row[left] == row[right] ? 1 : 0;
      opposite += row[left] != 0 && row[left] == -row[right] ? 1 : 0;
    }
    return same > 0 && opposite > 0 && same + opposite > 2;
  }

  /** Whether two rows have the same terms, some with the same sign and some with the other. */
  private static boolean differInSigns(List<Term> row, List<Term> other) {
    if (row.size() != other.size() || row.size() < 2) {
      return false;
    }
    boolean hasSame = false;
    boolean hasOpposite = false;
    for (int i = 0; i < row.size(); i++) {
      Term one = row.get(i);
      Term two = other.get(i);
      if (one.value() != two.value() || Math.abs(one.factor()) != Math.abs(two.factor())) {
        return false;
      }
      hasSame |= one.factor() == two.factor();
      hasOpposite |= one.factor() != two.factor();
    }
    return hasSame && hasOpposite;
  }

  private void addPair(
      KernelBuilder kernel, List<Term> row, List<Term> other, List<Expression> results) {
    List<Term> same = new ArrayList<>();
    List<Term> opposite = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      boolean isSame = row.get(i).factor() == other.get(i).factor();
      (isSame ? same : opposite).add(row.get(i));
    }
    double scale = scale(opposite);
    Expression even = kernel.let("even", combine(same));
    Expression odd =
        kernel.let(
            "odd",
            combine(opposite.stream().map(t -> new Term(t.factor() / scale, t.value())).toList()));
    results.add(kernel.let("result", plus(even, new Term(scale, odd))));
    results.add(kernel.let("result", plus(even, new Term(-scale, odd))));
  }

  /** What divides all factors without rounding and leaves one of them 1; else 1. */
  private static double scale(List<Term> terms) {
    double scale = 1;
    for (Term term : terms) {
      double factor = Math.abs(term.factor());
      if (factor == 1) {
        return 1;
      }
      scale = terms.stream().allMatch(t -> isExact(t.factor() / factor)) ? factor : scale;
    }
    return scale;
  }

  private static boolean isExact(double factor) {
    return factor * (1 << 10) == Math.rint(factor * (1 << 10));
  }

  private Expression combine(List<Term> terms) {
    Term first = terms.getFirst();
    for (Term term : terms) {
      boolean isBetter = Math.abs(term.factor()) == 1 && first.factor() != 1;
      first = isBetter && (term.factor() == 1 || first.factor() != -1) ? term : first;
    }
    Expression sum =
        first.factor() == 1
            ? first.value()
            : multiply(first.value(), lanes.splat((float) first.factor()));
    for (Term term : terms) {
      sum = term == first ? sum : plus(sum, term);
    }
    return sum;
  }

  private Expression plus(Expression sum, Term term) {
    if (term.factor() == 1) {
      return add(sum, term.value());
    }
    if (term.factor() == -1) {
      return subtract(sum, term.value());
    }
    return multiplyAdd(term.value(), lanes.splat((float) term.factor()), sum);
  }
}
