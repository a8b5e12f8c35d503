package io.fentry4j.benchmarks.kernel;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How many instructions each tracer may add on a kernel.
final class Budgets {

    /// One line of the file.
    private record Budget(String kernel, String tracer, String workload, long most) {

        /// `kernel | tracer | workload | most`.
        static Budget parse(String line) {
            String[] cells = line.split("\\|", -1);
            if (cells.length != 4) {
                throw new IllegalArgumentException("read budgets: no four cells in: " + line);
            }
            return new Budget(
                    cells[0].strip(),
                    cells[1].strip(),
                    cells[2].strip(),
                    Long.parseLong(cells[3].strip()));
        }
    }

    private final List<Budget> budgets;

    private Budgets(List<Budget> budgets) {
        this.budgets = budgets;
    }

    /// Reads those of one kernel.
    ///
    /// @throws IllegalArgumentException if there is none, or a line is not as it must be
    static Budgets read(Path file, String kernel) throws IOException {
        List<Budget> found = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Budget budget = Budget.parse(line);
            if (budget.kernel().equals(kernel)) {
                found.add(budget);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "read budgets: %s has none for %s".formatted(file, kernel));
        }
        return new Budgets(found);
    }

    /// Whether there is a budget for this tracer.
    boolean names(String tracer) {
        return budgets.stream().anyMatch(budget -> budget.tracer().equals(tracer));
    }

    /// Prints each budget with what was measured.
    ///
    /// @return whether all are kept; one that was not measured is not
    boolean check(UnlinkCosts costs, PrintStream out) {
        boolean kept = true;
        for (Budget budget : budgets) {
            kept &= check(budget, costs, out);
        }
        return kept;
    }

    private static boolean check(Budget budget, UnlinkCosts costs, PrintStream out) {
        String what = "%s, %s on %s".formatted(budget.tracer(), budget.workload(), budget.kernel());
        String remark = costs.remarks().get(budget.tracer());
        if (remark != null) {
            out.printf("NOT MEASURED: %s: %s%n", what, remark);
            return false;
        }
        for (UnlinkCosts.Cost cost : costs.costs()) {
            if (cost.tracer().equals(budget.tracer())
                    && cost.workload().equals(budget.workload())) {
                boolean kept = cost.added() <= budget.most();
                out.printf(
                        "%s: %s: %,d instructions added, budget %,d%n",
                        kept ? "kept" : "ABOVE BUDGET", what, cost.added(), budget.most());
                return kept;
            }
        }
        out.printf("NOT MEASURED: %s: there is no such tracer or workload%n", what);
        return false;
    }
}
