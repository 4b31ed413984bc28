import { checkProject, openProject } from '../check/check-project';
import type { LocatedFinding } from '../check/located-finding';
import { ALL_RULES } from '../rules/all-rules';

/** Checks a folder with all rules, as `heddle check` does, or as it does with `--strict`. */
export function checkFolder(folder: string, strict: boolean): readonly LocatedFinding[] {
    const rules = ALL_RULES.flatMap((rule) => {
        const level = strict ? (rule.strictLevel ?? rule.level) : rule.level;
        return level === 'off' ? [] : [{ rule, level, options: { strict } }];
    });
    return checkProject(openProject(folder), rules);
}
