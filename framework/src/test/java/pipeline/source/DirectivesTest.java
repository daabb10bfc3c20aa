package pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectivesTest {

    @Test
    void each_directive_of_JBang_that_means_something_here_is_read() throws Exception {
        Directives directives = Directives.of("A.java", """
                ///usr/bin/env jbang "$0" "$@" ; exit $?
                //DESCRIPTION Counts
                //DESCRIPTION words
                //DEPS org.a:b:1 org.c:d:2, org.e:f:3;org.g:h:4 // the parsers
                //DEPS org.i:j:5
                //REPOS mavencentral,own=https://example.org/maven
                //SOURCES more/*.java Other.java
                //FILES table.txt res/=data/*.csv
                //JAVA 17+
                //JAVAC_OPTIONS -Xlint:all -Werror
                //COMPILE_OPTIONS -Adebug
                class A {}
                """);

        assertThat(directives.dependencies())
                .containsExactly("org.a:b:1", "org.c:d:2", "org.e:f:3", "org.g:h:4", "org.i:j:5");
        assertThat(directives.repositories()).containsExactly("mavencentral", "own=https://example.org/maven");
        assertThat(directives.sources()).containsExactly("more/*.java", "Other.java");
        assertThat(directives.files()).containsExactly("table.txt", "res/=data/*.csv");
        assertThat(directives.java()).contains(new Directives.JavaVersion(17, 9));
        assertThat(directives.javacOptions()).containsExactly("-Xlint:all", "-Werror", "-Adebug");
        assertThat(directives.description()).contains("Counts words");
        assertThat(directives.withoutEffect()).isEmpty();
    }

    @Test
    void a_directive_begins_in_the_first_column_without_a_blank_behind_the_slashes() throws Exception {
        Directives directives = Directives.of("A.java", " //DEPS a:b:1\n// DEPS c:d:2\n/*\n*///DEPS e:f:3\n");

        assertThat(directives.dependencies()).isEmpty();
    }

    @Test
    void what_has_no_effect_is_named_and_what_is_no_directive_is_a_comment() throws Exception {
        Directives directives =
                Directives.of("A.java", "//PREVIEW\n//JAVA_OPTIONS -Xmx4g\n//TODO later\n//GAV a:b:1\n");

        assertThat(directives.withoutEffect()).containsExactly("//PREVIEW", "//JAVA_OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "17 or so", "1.8", "99999999999"})
    void a_version_of_Java_is_a_number(String version) {
        assertThatThrownBy(() -> Directives.of("A.java", "\n//JAVA " + version + "\n"))
                .isInstanceOf(SourceException.class)
                .hasMessage("A.java:2:1: //JAVA wants a version such as 17 or 21+, but was '" + version + "'");
    }
}
