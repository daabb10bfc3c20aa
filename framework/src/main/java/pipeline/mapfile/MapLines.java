package pipeline.mapfile;

import java.util.List;
import pipeline.parset.SourceText;

/** In which lines of a file the entries of a map stand, for messages. Immutable. */
final class MapLines {

    private final String name;
    private final int[] lines;

    private MapLines(String name, int[] lines) {
        this.name = name;
        this.lines = lines;
    }

    /**
     * Counts the lines of a text.
     *
     * @param starts where the entries begin, in ascending order
     */
    static MapLines of(SourceText source, List<Integer> starts) {
        int[] lines = new int[starts.size()];
        String text = source.text();
        int line = 1;
        int next = text.indexOf('\n');
        for (int i = 0; i < lines.length; i++) {
            while (next >= 0 && next < starts.get(i)) {
                line++;
                next = text.indexOf('\n', next + 1);
            }
            lines[i] = line;
        }
        return new MapLines(source.name(), lines);
    }

    /** Returns the name of the file. */
    String name() {
        return name;
    }

    /** Returns where an entry stands. */
    String place(int index) {
        return index < lines.length ? name + ", line " + lines[index] : name;
    }
}
