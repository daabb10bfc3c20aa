package pipeline.nodes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pipeline.node.GangMember;
import pipeline.node.NodeFailure;
import pipeline.node.NodeProgram;

/**
 * A member of the gang that fits a line: reads the points of files where they lie, and for each line that the control program tries sends
 * only sums of them.
 */
public final class LineFitNode extends NodeProgram<LineFitNode.Work, Long> {

    /** The files, with two numbers in each line: x and y. */
    public record Work(List<String> files) {}

    /**
     * A line that is tried: {@code y = intercept + slope * x}.
     *
     * @param scale how far points usually are from it; 0 if that is not known yet, and all weigh the same
     * @param isLast whether it is the result
     */
    public record Line(double intercept, double slope, double scale, boolean isLast) {}

    /** What is known of the points: weighted sums, how many there are, and how far they are from the line altogether. */
    public record Sums(long points, double w, double x, double y, double xx, double xy, double distance) {}

    /** Points further away than this many scales weigh less, by Huber (1964). */
    private static final double HUBER = 1.345;

    private record Point(double x, double y) {}

    @Override
    protected Long run(Work work) throws IOException {
        List<Point> points = new ArrayList<>();
        for (String file : work.files()) {
            read(Path.of(file), points);
        }
        logger.info("{} points of {} files", points.size(), work.files().size());
        GangMember gang = gang();
        for (Line line = gang.receive(Line.class); !line.isLast(); line = gang.receive(Line.class)) {
            gang.send(sums(points, line));
        }
        // who fails before this fails for all
        gang.barrier("fitted");
        return (long) points.size();
    }

    private static void read(Path file, List<Point> points) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new NodeFailure(file + " does not exist on this host; check the path in the mapfile", e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split("\\s+", -1);
            try {
                if (words.length != 2) {
                    throw new NumberFormatException("there are " + words.length + " words");
                }
                points.add(new Point(finite(words[0]), finite(words[1])));
            } catch (NumberFormatException e) {
                throw new NodeFailure("%s:%d: expected two numbers, but was %s".formatted(file, i + 1, line), e);
            }
        }
    }

    private static double finite(String word) {
        double number = Double.parseDouble(word);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(word);
        }
        return number;
    }

    private static Sums sums(List<Point> points, Line line) {
        double w = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        double distance = 0;
        for (Point point : points) {
            double off = Math.abs(point.y() - line.intercept() - line.slope() * point.x());
            double weight = line.scale() > 0 && off > HUBER * line.scale() ? HUBER * line.scale() / off : 1;
            w += weight;
            x += weight * point.x();
            y += weight * point.y();
            xx += weight * point.x() * point.x();
            xy += weight * point.x() * point.y();
            distance += off;
        }
        return new Sums(points.size(), w, x, y, xx, xy, distance);
    }
}
