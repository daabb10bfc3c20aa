package pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeFormatTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "4096, 4096", "1K, 1024", "500M, 524288000", "4g, 4294967296", "2T, 2199023255552"})
    void sizes_are_powers_of_1024(String text, long bytes) {
        assertThat(SizeFormat.parse(text)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0G", "-1", "1.5G", "4GB", "G", "4 G", "9999999999999999999", "9000000000T", "x"})
    void nothing_else_is_a_size(String text) {
        assertThat(SizeFormat.parse(text)).isEmpty();
    }

    @Test
    void sizes_are_written_as_people_read_them() {
        assertThat(SizeFormat.of(5L << 30)).isEqualTo("5G");
        assertThat(SizeFormat.of(1 << 20)).isEqualTo("1M");
        assertThat(SizeFormat.of(1000)).isEqualTo("1000 bytes");
        assertThat(SizeFormat.of(1536)).isEqualTo("1.5K");
        assertThat(SizeFormat.of(8_221_360L << 10)).isEqualTo("7.8G");
        assertThat(SizeFormat.of(3L << 50)).isEqualTo("3072T");
    }
}
