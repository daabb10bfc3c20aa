package pipeline.nodes;

import java.util.List;
import java.util.function.ToDoubleFunction;
import pipeline.node.GangMember;
import pipeline.node.NodeFailure;
import pipeline.node.NodeProgram;
import pipeline.nodes.LineFitNode.Line;
import pipeline.nodes.LineFitNode.Sums;

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
        Line line = new Line(0, 0, 0, false);
        for (int round = 1; round <= limits.rounds(); round++) {
            gang.broadcast(line);
            List<Sums> all = gang.gather(Sums.class);
            Line next = solve(all, round == 1 ? 0 : scale(all));
            double change = Math.abs(next.intercept() - line.intercept()) + Math.abs(next.slope() - line.slope());
            double size = Math.abs(next.intercept()) + Math.abs(next.slope());
            logger.info("round {}: y = {} + {} x", round, next.intercept(), next.slope());
            if (round > 1 && change <= limits.tolerance() * size) {
                gang.broadcast(new Line(next.intercept(), next.slope(), next.scale(), true));
                gang.barrier("fitted");
                return new Fit(next.intercept(), next.slope(), round, points(all));
            }
            line = next;
        }
        throw new NodeFailure("no line was found in %d rounds; allow more by --rounds, or a larger --tolerance"
                .formatted(limits.rounds()));
    }

    private static long points(List<Sums> all) {
        return all.stream().mapToLong(Sums::points).sum();
    }

    private static double scale(List<Sums> all) {
        return DEVIATION_OF_MEAN_DISTANCE * sum(all, Sums::distance) / points(all);
    }

    private static Line solve(List<Sums> all, double scale) {
        double w = sum(all, Sums::w);
        double x = sum(all, Sums::x);
        double y = sum(all, Sums::y);
        double xx = sum(all, Sums::xx);
        double determinant = w * xx - x * x;
        if (points(all) < 2 || determinant <= 0) {
            throw new NodeFailure(
                    "the %d points have fewer than two different x, so no line fits".formatted(points(all)));
        }
        double slope = (w * sum(all, Sums::xy) - x * y) / determinant;
        return new Line((y - slope * x) / w, slope, scale, false);
    }

    private static double sum(List<Sums> all, ToDoubleFunction<Sums> part) {
        return all.stream().mapToDouble(part).sum();
    }
}
