package pipeline.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.tree.DefaultExpressionEngine;
import org.apache.commons.configuration2.tree.DefaultExpressionEngineSymbols;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/**
 * The sections of a file with their keys, each value with its line, kept in a hierarchical configuration of Commons
 * Configuration. Immutable once made.
 */
final class IniFile {

    /** The section whose keys every other section has too. */
    static final String DEFAULT = "DEFAULT";

    private static final String LINE = "line";

    /** Heads and keys may hold any character but line ends; so only line ends can mean something in a path to a value. */
    private static final DefaultExpressionEngineSymbols SYMBOLS = new DefaultExpressionEngineSymbols.Builder(
                    DefaultExpressionEngineSymbols.DEFAULT_SYMBOLS)
            .setPropertyDelimiter("\n")
            .setEscapedDelimiter("\n\n")
            .setAttributeStart("\r@")
            .setAttributeEnd("\r")
            .setIndexStart("\r(")
            .setIndexEnd("\r)")
            .create();

    private final BaseHierarchicalConfiguration values = new BaseHierarchicalConfiguration();

    /** A section as it is read: its line, and its values by their keys. */
    record Part(int line, Map<String, IniValue> values) {}

    /** Keeps sections by their heads; sections and keys stay in the order of the maps. */
    IniFile(Map<String, Part> sections) {
        ImmutableNode.Builder root = new ImmutableNode.Builder(sections.size());
        sections.forEach((head, section) -> {
            ImmutableNode.Builder node = new ImmutableNode.Builder(
                            section.values().size())
                    .name(head)
                    .addAttribute(LINE, section.line());
            section.values()
                    .values()
                    .forEach(value -> node.addChild(new ImmutableNode.Builder()
                            .name(value.key())
                            .value(value.text())
                            .addAttribute(LINE, value.line())
                            .create()));
            root.addChild(node.create());
        });
        values.setExpressionEngine(new DefaultExpressionEngine(SYMBOLS));
        values.getNodeModel().setRootNode(root.create());
    }

    /** Returns the value of a key in one section; null if the section does not have it. */
    @Nullable
    IniValue value(String section, String key) {
        String path = section + "\n" + key;
        // getProperty gives the text as it stands; getString would replace ${...}, which means nothing here
        Object text = values.getProperty(path);
        return text == null ? null : new IniValue(section, key, (String) text, line(path));
    }

    /** Returns the heads of all sections in the order of the file. */
    List<String> sections() {
        return names(values.getNodeModel().getNodeHandler().getRootNode());
    }

    /** Returns the keys of one section in the order of the file. */
    List<String> keys(String section) {
        return values.getNodeModel().getNodeHandler().getRootNode().getChildren(section).stream()
                .flatMap(node -> names(node).stream())
                .toList();
    }

    /** Returns the line of a section's head. */
    int line(String path) {
        return (int) values.getProperty(path + "\r@" + LINE + "\r");
    }

    private static List<String> names(ImmutableNode parent) {
        List<String> names = new ArrayList<>();
        parent.forEach(node -> names.add(node.getNodeName()));
        return names;
    }
}
