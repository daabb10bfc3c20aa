package pipeline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pipeline.job.ComputeJob;

/** Which package may use which. Change this picture first, then the code. */
class PackageLayersTest {

    /** Each package with those it may use, which stand before it: so no cycle can be written down. */
    private static final Map<String, List<String>> LAYERS = picture(
            // what uses nothing, but texts
            "text     ->",
            "hostset  -> text",
            "parset   -> text",
            "job      -> text",
            "failure  -> text hostset job",
            "frame    ->",
            "time     ->",
            "literal  -> text",
            "source   -> text",
            // files that people write
            "config   -> text hostset parset",
            "mapfile  -> text hostset parset literal",
            // hosts, logs, the job table
            "remote   -> text config hostset frame time",
            "log      -> text job config time",
            "store    -> text job config hostset time literal",
            "report   -> text hostset job store",
            "web      -> text store report",
            "minicluster ->",
            "scan     -> text remote",
            "placement -> text remote",
            "hostcheck -> text remote time",
            // jobs on their way
            "dispatch -> text remote store log job failure config hostset frame time",
            "node     -> text log job frame",
            // what a recipe author writes against
            "recipe   -> text hostset dispatch store node job mapfile config time",
            "python   -> text recipe job mapfile",
            // the commands
            "cli      -> text python source recipe node dispatch store minicluster scan placement hostcheck log remote mapfile config job failure report web parset hostset time");

    /** The packages below dispatch itself, where jobs are started and ended, each with those it may use. */
    private static final Map<String, List<String>> DISPATCH = picture(
            "rules    ->",
            "queue    -> rules",
            "table    -> queue rules",
            "hosts    -> table queue rules",
            "gang     ->",
            "attempt  -> gang table queue rules",
            "fingerprint -> attempt rules",
            "survey   -> attempt rules",
            "enqueue  -> survey fingerprint attempt table queue rules");

    /** The packages of the job table in SQL, each with those it may use; the table itself, above them, uses any. */
    private static final Map<String, List<String>> SQL = picture(
            "dialect    ->",
            "connection -> dialect",
            "schema     -> connection dialect",
            "statement  -> connection dialect",
            "query      -> statement connection dialect",
            "insert     -> statement schema connection dialect",
            "change     -> query statement schema connection dialect",
            "reserve    -> query statement schema connection dialect");

    /** The packages of the commands, each with those it may use; what joins all commands, in the package above them, uses any. */
    private static final Map<String, List<String>> COMMANDS = picture(
            // what every command uses
            "console    ->",
            "common     -> console",
            "output     -> common console",
            "reference  ->",
            // maps and hosts
            "maps       -> output common console",
            "table      -> output common console",
            "hosts      -> maps table output common console",
            "settings   -> table output common console",
            // what shows runs: not on one another, but on what they have in common
            "overview   -> table output common console",
            "status     -> overview table output common console",
            "inspect    -> overview table output common console",
            "report     -> overview table output common console",
            "compare    -> table output common console",
            // who hears of a run while it goes on
            "progress   -> overview console",
            "events     -> progress",
            "export     -> progress",
            "signals    -> progress console",
            "jobs       -> export table output common console",
            // recipes on the command line
            "engine     -> report progress output common console",
            "configured -> engine signals events hosts maps table common console",
            "options    -> configured engine events progress common console",
            "catalogue  -> options output common console",
            "scaffold   -> catalogue common console",
            "recipe     -> catalogue options configured common console",
            // a run, from what was typed to its last line
            "plan       -> recipe options configured engine signals events maps common console",
            "summary    -> plan options signals progress output common console",
            "run        -> summary plan recipe catalogue options configured engine signals export events progress overview common console");

    private static final String[] FOR_AUTHORS = AuthorPackages.OF_RECIPES.toArray(String[]::new);

    /** The classes of this module, and no others of the class path. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(ComputeJob.class.getProtectionDomain().getCodeSource().getLocation());

    /** What the slim node jar takes from the framework. */
    private static final DescribedPredicate<JavaClass> IN_THE_NODE_JAR = resideInAnyPackage(
            "pipeline.text",
            "pipeline.parset",
            "pipeline.job..",
            "pipeline.frame",
            "pipeline.time",
            "pipeline.log",
            "pipeline.node");

    @Test
    void every_package_uses_only_those_below_it_that_the_picture_shows() {
        LAYERS.forEach((name, below) -> {
            Set<String> allowed =
                    below.stream().map(other -> "pipeline." + other + "..").collect(Collectors.toSet());
            allowed.add("pipeline." + name + "..");
            classes()
                    .that(resideInAPackage("pipeline." + name + ".."))
                    .should(onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))
                            .or(DescribedPredicate.not(resideInAPackage("pipeline..")))))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        });
    }

    @Test
    void every_class_is_in_a_package_of_a_picture() {
        assertThat(LAYERS.keySet()).containsAll(packagesBelow("pipeline."));
        assertThat(DISPATCH.keySet()).containsAll(packagesBelow("pipeline.dispatch."));
        assertThat(SQL.keySet()).containsAll(packagesBelow("pipeline.store.sql."));
        assertThat(COMMANDS.keySet()).containsAll(packagesBelow("pipeline.cli."));
    }

    private static Set<String> packagesBelow(String prefix) {
        return CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()).split("\\.", -1)[0])
                .collect(Collectors.toSet());
    }

    @Test
    void a_package_in_a_picture_stands_above_those_it_uses() {
        Stream.of(LAYERS, DISPATCH, SQL, COMMANDS).forEach(picture -> {
            List<String> order = List.copyOf(picture.keySet());
            picture.forEach((name, below) -> assertThat(order.subList(0, order.indexOf(name)))
                    .as("packages before %s", name)
                    .containsAll(below));
        });
    }

    @Test
    void every_package_of_dispatch_uses_only_those_that_the_picture_shows() {
        DISPATCH.forEach((name, below) -> {
            String[] other = DISPATCH.keySet().stream()
                    .filter(another -> !another.equals(name) && !below.contains(another))
                    .map(another -> "pipeline.dispatch." + another)
                    .toArray(String[]::new);
            noClasses()
                    .that(resideInAPackage("pipeline.dispatch." + name))
                    .should()
                    .dependOnClassesThat(resideInAPackage("pipeline.dispatch").or(resideInAnyPackage(other)))
                    .check(CLASSES);
        });
    }

    @Test
    void every_package_of_the_commands_uses_only_those_that_the_picture_shows() {
        useOnlyThoseShown("pipeline.cli.", COMMANDS);
    }

    @Test
    void every_package_of_the_job_table_in_sql_uses_only_those_that_the_picture_shows() {
        useOnlyThoseShown("pipeline.store.sql.", SQL);
    }

    private static void useOnlyThoseShown(String prefix, Map<String, List<String>> picture) {
        picture.forEach((name, below) -> {
            Set<String> allowed = below.stream().map(other -> prefix + other).collect(Collectors.toSet());
            allowed.add(prefix + name);
            classes()
                    .that(resideInAPackage(prefix + name))
                    .should(onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))
                            .or(DescribedPredicate.not(resideInAPackage(prefix + ".")))))
                    .check(CLASSES);
        });
    }

    @Test
    void no_other_package_sees_how_dispatch_keeps_its_jobs_and_hosts() {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage("pipeline.dispatch..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("pipeline.dispatch.queue", "pipeline.dispatch.hosts"))
                .check(CLASSES);
    }

    @Test
    void a_recipe_meets_the_engine_only_by_the_interfaces_between_them() {
        noClasses()
                .that(resideInAPackage("pipeline.recipe"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "pipeline.recipe.run..", "pipeline.dispatch..", "pipeline.store..", "pipeline.config.."))
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage("pipeline.recipe.spi"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("pipeline.recipe", "pipeline.recipe.run"))
                .check(CLASSES);
    }

    @Test
    void what_authors_may_call_speaks_of_nothing_but_what_authors_use() {
        methods()
                .that()
                .areDeclaredInClassesThat(resideInAnyPackage(FOR_AUTHORS).and(modifier(JavaModifier.PUBLIC)))
                .and(modifier(JavaModifier.PUBLIC).or(modifier(JavaModifier.PROTECTED)))
                .should(new ArchCondition<JavaMethod>("have parameters and results of packages for authors") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                                .filter(resideInAPackage("pipeline..").and(not(resideInAnyPackage(FOR_AUTHORS))))
                                .forEach(type -> events.add(SimpleConditionEvent.violated(
                                        method, method.getFullName() + " speaks of " + type.getName())));
                    }
                })
                .check(CLASSES);
    }

    @Test
    void no_packages_depend_on_each_other_in_a_cycle() {
        slices().matching("pipeline.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void a_recipe_sees_of_a_node_program_only_its_type_and_what_it_takes() {
        noClasses()
                .that(resideInAPackage("pipeline.recipe.."))
                .should()
                .dependOnClassesThat(resideInAPackage("pipeline.node").and(new NotTypeOfNodeProgram()))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void only_the_stores_of_sql_know_sql() {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage("pipeline.store.sql..")))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.sqlite..", "com.zaxxer.."))
                .check(CLASSES);
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
                .check(CLASSES);
    }

    private static Map<String, List<String>> picture(String... lines) {
        Map<String, List<String>> picture = new LinkedHashMap<>();
        for (String line : lines) {
            String[] sides = line.split("->", -1);
            picture.put(
                    sides[0].strip(),
                    Arrays.stream(sides[1].strip().split("\\s+"))
                            .filter(name -> !name.isEmpty())
                            .toList());
        }
        return picture;
    }

    private static final class NotTypeOfNodeProgram extends DescribedPredicate<JavaClass> {
        NotTypeOfNodeProgram() {
            super("are not the type of a node program or what it takes");
        }

        @Override
        public boolean test(JavaClass type) {
            return !Set.of("NodeProgram", "NodeProgramTypes", "Arguments", "ArgumentMismatchException")
                    .contains(type.getSimpleName());
        }
    }
}
