package pipeline.recipe;

import java.util.List;
import java.util.Set;

/**
 * A result of a recipe that has rows and columns.
 *
 * <pre>{@code
 * Output<ResultTable> sizes = output("sizes", "a row for each file").table();
 * sizes.set(new ResultTable(List.of("file", "bytes"), List.of(List.of("a.fits", 2880), List.of("b.fits", 5760))));
 * }</pre>
 *
 * @param header the names of the columns, each another
 * @param rows each as long as the header; numbers are shown flush right
 */
public record ResultTable(List<String> header, List<List<Object>> rows) {
    public ResultTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        if (Set.copyOf(header).size() < header.size()) {
            throw new IllegalArgumentException("the columns of a table must have different names, but were " + header);
        }
        for (List<Object> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(
                        "a row must have %d cells, but was %s".formatted(header.size(), row));
            }
        }
    }
}
