package pipeline.parset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParsetReaderTest {

    @Test
    void a_key_and_a_value_stand_on_each_line() throws ParsetException {
        assertThat(read("Observation.startTime = 2010-10-28 14:14:18\nObservation.nrBeams=3\n"))
                .containsExactly("Observation.startTime=2010-10-28 14:14:18", "Observation.nrBeams=3");
    }

    @Test
    void a_key_that_comes_twice_is_given_twice() throws ParsetException {
        assertThat(read("a = 1\na = 2")).containsExactly("a=1", "a=2");
    }

    @Test
    void a_text_without_assignments_gives_none() throws ParsetException {
        assertThat(read("")).isEmpty();
        assertThat(read(" \r\n# only a comment\n\t\n")).isEmpty();
    }

    @Test
    void a_list_goes_on_over_lines_with_comments_and_a_last_comma() throws ParsetException {
        assertThat(read("a = [ 1, # one\n  # nothing\n\n  2\n  ,\n  3,\n ] # end\nb = 4"))
                .containsExactly("a=[1|2|3]", "b=4");
    }

    @Test
    void several_assignments_follow_each_other_on_a_line_after_brackets_and_quotes() throws ParsetException {
        assertThat(read("a=[ 1 ] b=[ 2 ]c='3' d=\"4\" e=5 # six"))
                .containsExactly("a=[1]", "b=[2]", "c='3'", "d='4'", "e=5");
    }

    @Test
    void lists_and_records_hold_each_other() throws ParsetException {
        assertThat(read("a = [[1,2],[],{x: [3], 'y z': 4,}]")).containsExactly("a=[[1|2]|[]|{x:[3]|y z:4}]");
    }

    @Test
    void blanks_inside_an_unquoted_text_are_kept_and_those_around_it_dropped() throws ParsetException {
        assertThat(read("a = [  /data/swinban k/x.MS  ,y ]\r\nb =  c  d \t\r\n"))
                .containsExactly("a=[/data/swinban k/x.MS|y]", "b=c  d");
    }

    @Test
    void commas_and_brackets_of_a_number_range_belong_to_the_text() throws ParsetException {
        assertThat(read("n[1,3-5] = [ SB[000,002].MS, x ]")).containsExactly("n[1,3-5]=[SB[000,002].MS|x]");
    }

    @Test
    void quotes_protect_everything_but_their_own_kind() throws ParsetException {
        assertThat(read("a = [ \"it's, [#=] \", ' \"x\" ' ]")).containsExactly("a=['it's, [#=] '|' \"x\" ']");
    }

    @Test
    void a_backslash_at_the_end_of_a_line_joins_the_next() throws ParsetException {
        assertThat(read("a = /very/long\\\n    /name\nb = \\\r\n [ 1, \\\n 2 ]\nc = x\\y\\"))
                .containsExactly("a=/very/long/name", "b=[1|2]", "c=x\\y");
    }

    @Test
    void a_value_may_begin_on_a_later_line() throws ParsetException {
        assertThat(read("a =\n\n  # which\n  [ 1 ]\nb =\n  text\nc = # nothing\nd = 1\ne ="))
                .containsExactly("a=[1]", "b=text", "c=", "d=1", "e=");
    }

    @Test
    void a_quoted_key_is_a_key_and_not_the_value_of_the_line_before() throws ParsetException {
        assertThat(read("a =\n'b=c' = d")).containsExactly("a=", "'b=c'=d");
    }

    @Test
    void an_equals_sign_may_stand_in_a_value() throws ParsetException {
        assertThat(read("a = b=c\nd = [ e=f ]")).containsExactly("a=b=c", "d=[e=f]");
    }

    @Test
    void values_know_where_they_begin() throws ParsetException {
        ParsetReader reader = new ParsetReader(SourceText.of("x", " key = [ a, 'b' ]"));
        Assignment assignment = reader.next().orElseThrow();
        assertThat(assignment.key().offset()).isEqualTo(1);
        assertThat(assignment.value().offset()).isEqualTo(7);
        assertThat(((ParsetValue.ListValue) assignment.value()).items())
                .extracting(ParsetValue::offset)
                .containsExactly(9, 12);
    }

    @Test
    void a_line_without_an_equals_sign_is_refused() {
        assertThat(failure("a = 1\nb 2\n"))
                .isEqualTo(
                        "p.parset:2:4: expected key = value, but found no '=' on this line; a value goes on over lines"
                                + " inside brackets, or after a backslash at the end of the line\n  b 2\n     ^");
        assertThat(failure("'a' b = 1"))
                .isEqualTo("p.parset:1:5: expected '=' after the key, but found 'b'\n" + "  'a' b = 1\n      ^");
    }

    @Test
    void a_key_must_be_there_and_be_one() {
        assertThat(failure("= 1")).isEqualTo("p.parset:1:1: expected a key before the '='\n  = 1\n  ^");
        assertThat(failure("a=[1], b=[2]"))
                .isEqualTo("p.parset:1:6: expected key = value, but found ','\n  a=[1], b=[2]\n       ^");
        assertThat(failure("a'b = 1"))
                .isEqualTo("p.parset:1:2: a quote inside a key, expected quotes around the whole key or none\n"
                        + "  a'b = 1\n   ^");
    }

    @Test
    void a_bracket_that_is_never_closed_is_shown() {
        assertThat(failure("a = [ 1,\n  2\n"))
                .isEqualTo("p.parset:1:5: this bracket is never closed, expected a ']'\n  a = [ 1,\n      ^");
        assertThat(failure("a = { b: 1"))
                .isEqualTo("p.parset:1:5: this bracket is never closed, expected a '}'\n  a = { b: 1\n      ^");
        assertThat(failure("a = x[1 \nb = 2"))
                .isEqualTo("p.parset:1:6: this bracket inside a word is not closed, expected a ']' on the same line\n"
                        + "  a = x[1 \n       ^");
        assertThat(failure("a = b ] c"))
                .isEqualTo("p.parset:1:7: a ']' without its '[', expected quotes around a word with brackets\n"
                        + "  a = b ] c\n        ^");
    }

    @Test
    void a_list_that_was_not_closed_before_the_next_assignment_is_shown_there() {
        assertThat(failure("a=[ 1, 2 b=[ 3 ] c=[ 4 ]"))
                .isEqualTo("p.parset:1:11: this looks like the next assignment, expected a ']' before it; put quotes"
                        + " around a name with '=['\n  a=[ 1, 2 b=[ 3 ] c=[ 4 ]\n            ^");
    }

    @Test
    void a_forgotten_comma_is_no_continued_word() {
        assertThat(failure("a = [ 1\n 2 ]"))
                .isEqualTo("p.parset:2:2: expected ',' or ']', but found '2'\n   2 ]\n   ^");
        assertThat(failure("a = [ 'b' c ]"))
                .isEqualTo("p.parset:1:11: expected ',' or ']', but found 'c'\n  a = [ 'b' c ]\n            ^");
        assertThat(failure("a = [ 1,, 2 ]"))
                .isEqualTo("p.parset:1:9: expected a value, but found ','\n  a = [ 1,, 2 ]\n          ^");
    }

    @Test
    void a_quote_that_is_not_closed_on_its_line_is_refused() {
        assertThat(failure("a = [ 'b,\n c' ]"))
                .isEqualTo("p.parset:1:7: this quote is not closed, expected another ' on the same line (there are no"
                        + " escapes; a name with this quote goes into the other kind)\n  a = [ 'b,\n        ^");
    }

    @Test
    void quotes_and_comment_signs_inside_a_word_are_not_guessed_at() {
        assertThat(failure("a = it's"))
                .isEqualTo("p.parset:1:7: a quote inside a word, expected quotes around the whole word\n"
                        + "  a = it's\n        ^");
        assertThat(failure("a = [ b#1, c ]"))
                .isEqualTo("p.parset:1:8: a '#' inside a word, expected quotes around the word, or a blank before a"
                        + " comment\n  a = [ b#1, c ]\n         ^");
    }

    @Test
    void a_record_names_its_fields_once() {
        assertThat(failure("a = {b: 1, b: 2}"))
                .isEqualTo("p.parset:1:12: the field b comes twice\n  a = {b: 1, b: 2}\n             ^");
        assertThat(failure("a = {b}"))
                .startsWith("p.parset:1:7: expected ':' after the name of a field, but found '}'\n");
    }

    @Test
    void brackets_nested_without_end_do_not_overflow_the_stack() {
        assertThat(failure("a = " + "[".repeat(1_000_000)))
                .startsWith("p.parset:1:55: brackets nested more than 50 deep\n");
    }

    private static List<String> read(String text) throws ParsetException {
        ParsetReader reader = new ParsetReader(SourceText.of("p.parset", text));
        List<String> read = new ArrayList<>();
        for (Optional<Assignment> next = reader.next(); next.isPresent(); next = reader.next()) {
            read.add(shown(next.get().key()) + "=" + shown(next.get().value()));
        }
        return read;
    }

    private static String failure(String text) {
        return catchThrowableOfType(ParsetException.class, () -> read(text)).getMessage();
    }

    private static String shown(ParsetValue value) {
        if (value instanceof ParsetValue.ListValue vector) {
            return "["
                    + String.join(
                            "|",
                            vector.items().stream().map(ParsetReaderTest::shown).toList()) + "]";
        }
        if (value instanceof ParsetValue.Fields fields) {
            return "{"
                    + String.join(
                            "|",
                            fields.fields().entrySet().stream()
                                    .map((Map.Entry<String, ParsetValue> field) ->
                                            field.getKey() + ":" + shown(field.getValue()))
                                    .toList())
                    + "}";
        }
        ParsetValue.Text text = (ParsetValue.Text) value;
        return text.quoted() ? "'" + text.text() + "'" : text.text();
    }
}
