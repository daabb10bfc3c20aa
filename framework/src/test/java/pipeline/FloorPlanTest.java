package pipeline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The floor plan of the house: which room may use which. Change this picture first, then the code. */
class FloorPlanTest {

    /** Each room with the rooms it may use; a room stands above all that it uses, so no cycle can be drawn. */
    private static final Map<String, List<String>> ROOMS = rooms(
            // cellar
            "hostset  ->",
            "parset   ->",
            "job      ->",
            "frame    ->",
            "literal  ->",
            // ground
            "config   -> hostset parset",
            "mapfile  -> hostset parset job literal",
            // first floor
            "remote   -> config hostset frame",
            "log      -> job config",
            "store    -> job config hostset literal",
            "minicluster ->",
            // second floor
            "dispatch -> remote store log job config hostset frame",
            "node     -> log job frame",
            // third floor
            "recipe   -> dispatch store node job mapfile config",
            // roof
            "cli      -> recipe node dispatch store minicluster log remote mapfile config job parset hostset");

    /** The corners of the largest room: below its middle, where jobs are started and ended, each with those it may use. */
    private static final Map<String, List<String>> DISPATCH = rooms(
            "rules    ->",
            "queue    -> rules",
            "ledger   -> queue rules",
            "hosts    -> ledger queue rules",
            "attempt  -> ledger queue rules",
            "fingerprint -> attempt rules",
            "enroll   -> fingerprint attempt ledger queue rules");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("pipeline");

    /** What the slim node jar takes from the framework. */
    private static final DescribedPredicate<JavaClass> IN_THE_NODE_JAR =
            resideInAnyPackage("pipeline.job", "pipeline.frame", "pipeline.log", "pipeline.node");

    @Test
    void every_room_uses_only_the_rooms_below_it_that_the_picture_shows() {
        ROOMS.forEach((room, below) -> {
            Set<String> allowed =
                    below.stream().map(name -> "pipeline." + name + "..").collect(Collectors.toSet());
            allowed.add("pipeline." + room + "..");
            classes()
                    .that(resideInAPackage("pipeline." + room + ".."))
                    .should(onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))
                            .or(DescribedPredicate.not(resideInAPackage("pipeline..")))))
                    .allowEmptyShould(true)
                    .check(HOUSE);
        });
    }

    @Test
    void every_class_lives_in_a_room_of_the_picture() {
        Set<String> rooms = HOUSE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("pipeline."))
                .map(name -> name.split("\\.", -1)[1])
                .collect(Collectors.toSet());
        assertThat(ROOMS.keySet()).containsAll(rooms);
    }

    @Test
    void a_room_in_the_picture_stands_above_the_rooms_it_uses() {
        List<String> order = List.copyOf(ROOMS.keySet());
        ROOMS.forEach((room, below) -> assertThat(order.subList(0, order.indexOf(room)))
                .as("rooms drawn before %s", room)
                .containsAll(below));
    }

    @Test
    void every_corner_of_dispatch_uses_only_those_that_the_picture_shows() {
        DISPATCH.forEach((corner, below) -> {
            String[] other = DISPATCH.keySet().stream()
                    .filter(name -> !name.equals(corner) && !below.contains(name))
                    .map(name -> "pipeline.dispatch." + name)
                    .toArray(String[]::new);
            noClasses()
                    .that(resideInAPackage("pipeline.dispatch." + corner))
                    .should()
                    .dependOnClassesThat(resideInAPackage("pipeline.dispatch").or(resideInAnyPackage(other)))
                    .check(HOUSE);
        });
    }

    @Test
    void nobody_else_sees_how_dispatch_keeps_its_jobs_and_hosts() {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage("pipeline.dispatch..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("pipeline.dispatch.queue", "pipeline.dispatch.hosts"))
                .check(HOUSE);
    }

    @Test
    void no_packages_run_in_circles() {
        slices().matching("pipeline.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void a_recipe_sees_only_the_type_of_a_node_program() {
        noClasses()
                .that(resideInAPackage("pipeline.recipe.."))
                .should()
                .dependOnClassesThat(resideInAPackage("pipeline.node").and(new NotNodeProgram()))
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void the_node_jar_stays_slim() {
        noClasses()
                .that(IN_THE_NODE_JAR)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.apache.sshd..",
                        "java.sql..",
                        "org.apache.logging.log4j.core..",
                        "org.apache.commons..",
                        "picocli..",
                        "pipeline.log.server..",
                        "pipeline.config..",
                        "pipeline.dispatch..",
                        "pipeline.store..",
                        "pipeline.remote.."))
                .check(HOUSE);
    }

    private static Map<String, List<String>> rooms(String... lines) {
        Map<String, List<String>> rooms = new LinkedHashMap<>();
        for (String line : lines) {
            String[] sides = line.split("->", -1);
            rooms.put(
                    sides[0].strip(),
                    Arrays.stream(sides[1].strip().split("\\s+"))
                            .filter(name -> !name.isEmpty())
                            .toList());
        }
        return rooms;
    }

    private static final class NotNodeProgram extends DescribedPredicate<JavaClass> {
        NotNodeProgram() {
            super("are not NodeProgram");
        }

        @Override
        public boolean test(JavaClass type) {
            return !type.getSimpleName().equals("NodeProgram");
        }
    }
}
