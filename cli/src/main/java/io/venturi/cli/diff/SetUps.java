package io.venturi.cli.diff;

import io.venturi.cli.result.Result;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether results were measured alike. */
final class SetUps {

    private SetUps() {
    }

    /** What differs, in words; of each setting the values that were seen. Tools may differ: they name them alike. */
    static List<String> differences(Map<String, List<Result>> a, Map<String, List<Result>> b) {
        List<String> unlike = new ArrayList<>();
        a.forEach((test, resultsA) -> {
            List<Result> all = new ArrayList<>(resultsA);
            all.addAll(b.get(test));
            Set<String> settings = new LinkedHashSet<>();
            all.forEach(result -> settings.addAll(result.setUp().keySet()));
            for (String setting : settings) {
                Set<String> values = new LinkedHashSet<>();
                all.forEach(result -> values.add(result.setUp().getOrDefault(setting, "not told")));
                if (values.size() > 1) {
                    unlike.add(setting + " is " + String.join(" and ", values));
                }
            }
        });
        return unlike;
    }
}
