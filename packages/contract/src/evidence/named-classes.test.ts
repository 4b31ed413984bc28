import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { Object as ObjectType } from '../decorators/object-type';
import { classesNamed } from './named-classes';

/** Marks a class, and lets go of it. */
function declare(name: string): void {
    const { [name]: made } = {
        [name]: class {
            id = name;
        },
    };
    if (made !== undefined) ObjectType()(made);
}

async function collectGarbage(): Promise<void> {
    // What a WeakRef was asked for stays until the end of the turn.
    await new Promise(setImmediate);
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
}

describe('classes marked with @Object', () => {
    it('are known by their names', () => {
        @ObjectType()
        class Asset {}
        expect(classesNamed('Asset')).toEqual([Asset]);
        expect(classesNamed('Nothing')).toEqual([]);
    });

    it('are known once, however often they are marked', () => {
        @ObjectType()
        @ObjectType()
        class Twice {}
        expect(classesNamed('Twice')).toEqual([Twice]);
    });

    it('share a name in the order in which they were marked', () => {
        const first = class Same {
            id = '';
        };
        const second = class Same {
            id = '';
        };
        for (const each of [first, second]) ObjectType()(each);
        expect(classesNamed('Same')).toEqual([first, second]);
    });

    it('stay known where only their name refers to them', async () => {
        declare('Mentioned');
        await collectGarbage();
        expect(classesNamed('Mentioned')).toHaveLength(1);
    });

    it('go when a later one has their name and nothing else holds them', async () => {
        for (let time = 0; time < 5; time += 1) declare('Reloaded');
        await collectGarbage();
        expect(classesNamed('Reloaded')).toHaveLength(1);
    });
});
