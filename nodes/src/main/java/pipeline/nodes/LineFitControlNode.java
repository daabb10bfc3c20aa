package pipeline.nodes;

import java.util.List;
import java.util.function.ToDoubleFunction;
import pipeline.node.GangMember;
import pipeline.node.NodeFailure;
import pipeline.node.NodeProgram;

/** The control program of the gang that fits a line: tries a line, adds up what the members say of it, and tries a better one. */
public final class LineFitControlNode extends NodeProgram<LineFitControlNode.Limits, LineFitControlNode.Fit> {

    /**
     * When to end.
     *
     * @param rounds more lines than these are not tried
     * @param tolerance the line is found when it changes by less, relative to its numbers
     */
    public record Limits(int rounds, double tolerance) {}

    /** The line, how many were tried, and of how many points it is. */
    public record Fit(double intercept, double slope, long rounds, long points) {}

    /** The mean distance of normally distributed points is that much smaller than their deviation. */
    private static final double DEVIATION_OF_MEAN_DISTANCE = Math.sqrt(Math.PI / 2);

    @Override
    protected Fit run(Limits limits) {
        GangMember gang = gang();
        LineFitNode.Line line = new LineFitNode.Line(0, 0, 0, false);
        for (int round = 1; round <= limits.rounds(); round++) {
            gang.broadcast(line);
            List<LineFitNode.Sums> all = gang.gather(LineFitNode.Sums.class);
            LineFitNode.Line next = solve(all, round == 1 ? 0 : scale(all));
            double change = Math.abs(next.intercept() - line.intercept()) + Math.abs(next.slope() - line.slope());
            double size = Math.abs(next.intercept()) + Math.abs(next.slope());
            logger.info("round {}: y = {} + {} x", round, next.intercept(), next.slope());
            if (round > 1 && change <= limits.tolerance() * size) {
                gang.broadcast(new LineFitNode.Line(next.intercept(), next.slope(), next.scale(), true));
                gang.barrier("fitted");
                return new Fit(next.intercept(), next.slope(), round, points(all));
            }
            line = next;
        }
        throw new NodeFailure("no line was found in %d rounds; allow more by --rounds, or a larger --tolerance"
                .formatted(limits.rounds()));
    }

    private static long points(List<LineFitNode.Sums> all) {
        return all.stream().mapToLong(LineFitNode.Sums::points).sum();
    }

    private static double scale(List<LineFitNode.Sums> all) {
        return DEVIATION_OF_MEAN_DISTANCE * sum(all, LineFitNode.Sums::distance) / points(all);
    }

    private static LineFitNode.Line solve(List<LineFitNode.Sums> all, double scale) {
        double w = sum(all, LineFitNode.Sums::w);
        double x = sum(all, LineFitNode.Sums::x);
        double y = sum(all, LineFitNode.Sums::y);
        double xx = sum(all, LineFitNode.Sums::xx);
        double determinant = w * xx - x * x;
        if (points(all) < 2 || determinant <= 0) {
            throw new NodeFailure(
                    "the %d points have fewer than two different x, so no line fits".formatted(points(all)));
        }
        double slope = (w * sum(all, LineFitNode.Sums::xy) - x * y) / determinant;
        return new LineFitNode.Line((y - slope * x) / w, slope, scale, false);
    }

    private static double sum(List<LineFitNode.Sums> all, ToDoubleFunction<LineFitNode.Sums> part) {
        return all.stream().mapToDouble(part).sum();
    }
}
