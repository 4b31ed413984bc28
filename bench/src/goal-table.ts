import { type GoalResult, goals, judge } from './goals';
import { share, table } from './report';
import type { Results } from './results';
import { type ServerName, titleOf } from './servers';

/** The rivals that have a column of their own in the table of CPU. */
const RIVALS: readonly ServerName[] = ['rust-shim', 'go-shim', 'fabric-contract-api'];

/**
 * The goals of the typed contract's CPU, a line for each workload and a column for each rival, and all other goals below; what
 * was not met is bold. For docs/performance.md.
 */
export function formatGoalTable(results: Results): string {
    const judged = judge(results, goals);
    const inColumns = judged.filter(({ goal }) => goal.figure === 'cpu' && RIVALS.includes(goal.rival));
    const others = judged.filter((result) => !inColumns.includes(result));
    return `${formatColumns(inColumns)}\n\n${formatOthers(others)}`;
}

function formatColumns(results: readonly GoalResult[]): string {
    const whats = [...new Set(results.map(({ goal }) => goal.what))];
    const cells = (what: string, rival: ServerName): string[] => {
        const result = results.find(({ goal }) => goal.what === what && goal.rival === rival);
        return result === undefined ? ['', ''] : [shown(result), share(result.goal.timesLess)];
    };
    const head = ['CPU, as a share of', ...RIVALS.flatMap((rival) => [titleOf(rival), 'goal'])];
    return table(
        head,
        whats.map((what) => [what, ...RIVALS.flatMap((rival) => cells(what, rival))]),
    );
}

function formatOthers(results: readonly GoalResult[]): string {
    const rows = results.map((result) => {
        const { what, figure, rival, timesLess } = result.goal;
        return [what, figure, titleOf(rival), shown(result), share(timesLess)];
    });
    return table(['what', 'figure', 'of', 'is', 'goal'], rows);
}

function shown({ timesLess, met }: GoalResult): string {
    if (timesLess === undefined) return 'not measured';
    return met === true ? share(timesLess) : `**${share(timesLess)}**`;
}
