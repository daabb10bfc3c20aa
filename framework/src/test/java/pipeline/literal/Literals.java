package pipeline.literal;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The one table of texts that mapfiles and queries accept or refuse. */
public final class Literals {

    private Literals() {}

    /** Each row: a text as it is written, and what it says. */
    public static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("'/a'", "/a"),
                Arguments.of("\"/a\"", "/a"),
                Arguments.of("'''/a'''", "/a"),
                Arguments.of("\"\"\"/a'b\"c\"\"\"", "/a'b\"c"),
                Arguments.of("'''/a\nb'''", "/a\nb"),
                Arguments.of("'''/a\r\nb'''", "/a\nb"),
                Arguments.of("u'/a'", "/a"),
                Arguments.of("U\"/a\"", "/a"),
                Arguments.of("b'/a'", "/a"),
                Arguments.of("B'/a'", "/a"),
                Arguments.of("b'/caf\\xc3\\xa9'", "/caf\u00e9"),
                Arguments.of("b'/caf\\303\\251'", "/caf\u00e9"),
                Arguments.of("b'/\\xf0\\x9f\\x98\\x80'", "/\ud83d\ude00"),
                Arguments.of("b'/caf\u00e9 \ud83d\ude00'", "/caf\u00e9 \ud83d\ude00"),
                Arguments.of("r'/a\\d\\\\'", "/a\\d\\\\"),
                Arguments.of("r'/a\\'b'", "/a\\'b"),
                Arguments.of("R'''/a\\n'''", "/a\\n"),
                Arguments.of("br'/a\\x41'", "/a\\x41"),
                Arguments.of("Rb'/\\\u00e9'", "/\\\u00e9"),
                Arguments.of("'/a' '/b'", "/a/b"),
                Arguments.of("'/a'\n  u'/b'  # a comment\n  r'\\c'", "/a/b\\c"),
                Arguments.of("# a comment\n'/a' # another one\n", "/a"),
                Arguments.of("\u00a0'/a'\u3000\t\f", "/a"),
                Arguments.of("'it\\'s \\\"x\\\"'", "it's \"x\""),
                Arguments.of("'\\a\\b\\f\\n\\r\\t\\v'", "\u0007\b\f\n\r\t\u000b"),
                Arguments.of("'\\101\\0411\\x41\\u00e9\\U0001f600'", "A!1A\u00e9\ud83d\ude00"),
                Arguments.of("'\\ud83d\\ude00'", "\ud83d\ude00"),
                Arguments.of("'/a\\d'", "/a\\d"),
                Arguments.of("'/a\\\nb'", "/ab"),
                Arguments.of("'/a # no comment'", "/a # no comment"));
    }

    /** Each row: a text as it is written, where in it the mistake is, in characters from 0, and what is said of it. */
    public static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("f'/a'", 0, "a text with the prefix f, expected a plain text; remove the prefix"),
                Arguments.of("rf'/a'", 0, "a text with the prefix rf, expected a plain text; remove the prefix"),
                Arguments.of("ur'/a'", 0, "a text with the prefix ur, expected a plain text; remove the prefix"),
                Arguments.of("bb'/a'", 0, "a text with the prefix bb, expected a plain text; remove the prefix"),
                Arguments.of("'/a\n'", 0, "this text is never closed, expected ' on the same line"),
                Arguments.of("'''/a''", 0, "this text is never closed, expected '''"),
                Arguments.of("'/a' b'/b", 5, "this text is never closed, expected ' on the same line"),
                Arguments.of("'/\\x4'", 2, "expected 2 hexadecimal digits after \\x"),
                Arguments.of("'/\\u00g0'", 2, "expected 4 hexadecimal digits after \\u"),
                Arguments.of("'/\\x\u0664\u0661'", 2, "expected 2 hexadecimal digits after \\x"),
                Arguments.of(
                        "'\ud83d\ude00\\U00110000'",
                        2,
                        "there is no character with this number, expected at most 10ffff"),
                Arguments.of(
                        "'\\N{BULLET}'",
                        1,
                        "a character by its name, expected the character itself or \\u and its number"),
                Arguments.of(
                        "b'/\\u00e9'",
                        3,
                        "bytes have no escape \\u, expected \\x and the number of each byte, or a text without the b"),
                Arguments.of("b'\\400'", 2, "there is no byte with this number, expected at most \\377"),
                Arguments.of("b'/caf\\xe9'", 0, "the bytes of this text are not UTF-8, expected a text in UTF-8"),
                Arguments.of("b'\\xed\\xa0\\x80'", 0, "the bytes of this text are not UTF-8, expected a text in UTF-8"),
                Arguments.of("1.2.3", 0, "expected a value, but '1.2.3' is no number; a text needs quotes"),
                Arguments.of("0x10", 0, "expected a value, but '0x10' is no number; a text needs quotes"),
                Arguments.of("1_000", 0, "expected a value, but '1_000' is no number; a text needs quotes"),
                Arguments.of("1e99999", 0, "expected a value, but '1e99999' is no number; a text needs quotes"),
                Arguments.of("1".repeat(401), 0, "this number is longer than 400 digits"),
                Arguments.of("@", 0, "expected a value, but found '@'"),
                Arguments.of("\u0000", 0, "expected a value, but found '?'"),
                Arguments.of("`a`", 0, "expected a value, but found '`'"),
                Arguments.of("[".repeat(51), 50, "it is nested deeper than 50"));
    }
}
