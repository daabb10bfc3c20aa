package pipeline.recipes;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URL;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pipeline.AuthorPackages;
import pipeline.nodes.ChecksumNode;

class ShippedDependenciesTest {

    @Test
    void what_ships_uses_of_the_project_only_what_authors_use() {
        String[] packages = Stream.concat(
                        AuthorPackages.OF_RECIPES.stream(), Stream.of("pipeline.recipes..", "pipeline.nodes.."))
                .toArray(String[]::new);

        classes()
                .that(resideInAnyPackage("pipeline.recipes..", "pipeline.nodes.."))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(packages).or(DescribedPredicate.not(resideInAPackage("pipeline.."))))
                .check(new ClassFileImporter().importUrls(List.of(module(Checksum.class), module(ChecksumNode.class))));
    }

    private static URL module(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
