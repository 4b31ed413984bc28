import type { Step } from './steps';
import type { Dice } from './values/dice';

/** Makes a beginning of a run from earlier ones: without a part, with one repeated, in another order, or of two runs. */
export function mutate(corpus: readonly (readonly Step[])[], dice: Dice): Step[] {
    const base = dice.pick(corpus);
    const [from, to] = [dice.below(base.length + 1), dice.below(base.length + 1)].sort((a, b) => a - b) as [
        number,
        number,
    ];
    const part = base.slice(from, to);
    switch (dice.pick(['delete', 'repeat', 'swap', 'splice'] as const)) {
        case 'delete':
            return renumbered([...base.slice(0, from), ...base.slice(to)]);
        case 'repeat':
            return renumbered([...base.slice(0, to), ...part]);
        case 'swap':
            return renumbered([...base.slice(0, from), ...dice.shuffled(part), ...base.slice(to)]);
        case 'splice':
            return [...renumbered(base.slice(0, to)), ...renumbered(dice.pick(corpus), base.length)];
    }
}

/** Calls with ids of their own: what follows a call means that one, and not an earlier one of the same id. */
function renumbered(steps: readonly Step[], offset = 0): Step[] {
    const now = new Map<number, number>();
    let next = offset;
    return steps.map((step): Step => {
        if (step.do === 'advance') return step;
        if (step.do === 'again') return { ...step, call: now.get(step.call) ?? -1 };
        if (step.do === 'commit') return { ...step, calls: step.calls.flatMap((id) => now.get(id) ?? []) };
        now.set(step.id, next);
        next += 1;
        return { ...step, id: next - 1 };
    });
}
