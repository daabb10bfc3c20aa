package pipeline.recipe;

import java.util.List;

/**
 * A result of a recipe that has rows and columns.
 *
 * <pre>{@code
 * output("sizes", new ResultTable(List.of("file", "bytes"), List.of(List.of("a.fits", 2880), List.of("b.fits", 5760))));
 * }</pre>
 *
 * @param header the names of the columns
 * @param rows each as long as the header; numbers are shown flush right
 */
public record ResultTable(List<String> header, List<List<Object>> rows) {
    public ResultTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Object> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(
                        "a row must have %d cells, but was %s".formatted(header.size(), row));
            }
        }
    }
}
