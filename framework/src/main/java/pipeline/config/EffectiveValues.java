package pipeline.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.config.EffectiveValue.Origin;

/** Finds out which values of a configuration count, and where they come from. */
final class EffectiveValues {

    private final IniFile ini;
    private final Scope root;
    private final KnownKeys known;

    EffectiveValues(IniFile ini, Scope root, KnownKeys known) {
        this.ini = ini;
        this.root = root;
        this.known = known;
    }

    /** Returns those of all keys that packages asked for, and all that stand in sections for some hosts or with any keys. */
    List<EffectiveValue> all() {
        List<EffectiveValue> values = new ArrayList<>();
        Set<String> heads = new LinkedHashSet<>(known.sections());
        for (String section : heads) {
            Set<String> keys = new LinkedHashSet<>(known.keys(section));
            if (known.isFreeForm(section) || section.equals(IniFile.DEFAULT)) {
                keys.addAll(ini.keys(section));
            }
            Scope scope = root.withHeads(List.of(section));
            keys.forEach(key -> values.add(value(section, key, scope)));
            for (String head : ini.sections()) {
                if (!head.equals(section) && SectionHead.of(head).name().equals(section)) {
                    Scope own = root.withHeads(List.of(head, section));
                    ini.keys(head).forEach(key -> values.add(value(head, key, own)));
                }
            }
        }
        return values;
    }

    private EffectiveValue value(String section, String key, Scope scope) {
        IniValue value = scope.find(key);
        if (value == null) {
            return new EffectiveValue(section, key, "", Origin.UNSET, 0, List.of());
        }
        List<EffectiveValue> references = new ArrayList<>();
        Set<IniValue> referred = new LinkedHashSet<>();
        String text;
        try {
            text = Interpolation.resolve(value, scope, referred::add);
        } catch (InterpolationException e) {
            // formats of the log have percent signs of their own
            text = value.text();
            referred.clear();
        }
        referred.forEach(other -> references.add(new EffectiveValue(
                other.section(), other.key(), other.text(), origin(other, scope), other.line(), List.of())));
        return new EffectiveValue(section, key, text, origin(value, scope), value.line(), references);
    }

    private static Origin origin(@Nullable IniValue value, Scope scope) {
        if (value == null) {
            return Origin.UNSET;
        }
        if (!value.isLiteral()) {
            return Origin.FILE;
        }
        return scope.overrides().containsKey(value.key()) ? Origin.COMMAND_LINE : Origin.PREDEFINED;
    }
}
