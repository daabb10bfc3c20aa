package pipeline.dispatch.attempt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import pipeline.remote.NodeFile;
import pipeline.text.ShellQuoting;

/**
 * A script of the master's that runs on a node.
 *
 * @param file under the name that it has on the node
 * @param interpreter what runs it, with its argument if it has one
 */
record NodeScript(NodeFile file, List<String> interpreter) {

    /** In bytes; kernels read less. */
    private static final int LONGEST_FIRST_LINE = 4096;

    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final List<String> PYTHON = List.of("/usr/bin/env", "python3");

    /**
     * Reads a script.
     *
     * @throws NodeScriptException if it cannot be read, or nobody could run it as it is
     */
    static NodeScript read(Path path) {
        byte[] content;
        try {
            content = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new NodeScriptException("there is no node script " + path, e);
        } catch (IOException e) {
            throw new NodeScriptException("node script " + path + " cannot be read: " + e, e);
        }
        List<String> interpreter = interpreter(path, content);
        refuseReturns(path, content, interpreter);
        String name = String.valueOf(path.getFileName()).replaceAll("[^A-Za-z0-9_.-]", "_");
        String plain = name.startsWith(".") || name.startsWith("-") ? "_" + name : name;
        return new NodeScript(NodeFile.of(plain, content), interpreter);
    }

    /** Returns whether a word stands in it. */
    boolean names(String word) {
        return new String(file.content(), StandardCharsets.UTF_8).contains(word);
    }

    private static List<String> interpreter(Path path, byte[] content) {
        String start = new String(content, 0, Math.min(content.length, LONGEST_FIRST_LINE), StandardCharsets.UTF_8);
        if (start.startsWith(BYTE_ORDER_MARK)) {
            throw new NodeScriptException(
                    "node script %s:1:1: a byte order mark, behind which no system finds the #!; take it away: sed -i '1s/^\\xEF\\xBB\\xBF//' %s"
                            .formatted(path, ShellQuoting.quote(path.toString())),
                    null);
        }
        String first = start.lines().findFirst().orElse("");
        if (first.startsWith("#!") && !first.substring(2).isBlank()) {
            // As the kernel does: the interpreter, and all the rest as one argument.
            return List.of(first.substring(2).strip().split("\\s+", 2));
        }
        if (path.toString().endsWith(".py") && !first.startsWith("#!")) {
            return PYTHON;
        }
        throw new NodeScriptException(
                "node script " + path + ":1:1: expected a line that says what runs it, such as '#!/bin/sh' or"
                        + " '#!/usr/bin/env python3'",
                null);
    }

    /** A shell takes the return before a line end for a part of the last word; Python does not mind. */
    private static void refuseReturns(Path path, byte[] content, List<String> interpreter) {
        if (isPython(interpreter)) {
            return;
        }
        int line = 1;
        for (int at = 0; at < content.length; at++) {
            if (content[at] == '\n') {
                if (at > 0 && content[at - 1] == '\r') {
                    throw new NodeScriptException(
                            "node script %s:%d: the line ends with CR LF, as on Windows, and %s would not understand it; convert the file: sed -i 's/\\r$//' %s"
                                    .formatted(path, line, interpreter.get(0), ShellQuoting.quote(path.toString())),
                            null);
                }
                line++;
            }
        }
    }

    private static boolean isPython(List<String> interpreter) {
        return interpreter.stream().anyMatch(word -> word.contains("python"));
    }
}
