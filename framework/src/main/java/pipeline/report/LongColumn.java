package pipeline.report;

import java.util.Arrays;

/** Numbers one after the other. Not thread-safe. */
final class LongColumn {

    private long[] values = new long[64];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    long get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("there are %d values, and none at %d".formatted(size, index));
        }
        return values[index];
    }

    int size() {
        return size;
    }
}
