import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ChurningMap } from './churning-map';

type Step = (map: ChurningMap<number, number> | Map<number, number>) => unknown;

describe('a map whose entries come and go', () => {
    it('has what a map has, in its order', () => {
        const step = fc.oneof(
            fc.tuple(fc.nat(20), fc.nat()).map(
                ([key, value]): Step =>
                    (map) =>
                        void map.set(key, value),
            ),
            fc.nat(20).map(
                (key): Step =>
                    (map) =>
                        map.delete(key),
            ),
            fc.constant<Step>((map) => {
                map.clear();
            }),
            fc.constant<Step>(churn),
        );
        const property = fc.property(fc.array(step), (steps) => {
            const [map, model] = [new ChurningMap<number, number>(), new Map<number, number>()];
            for (const take of steps) {
                expect(take(map)).toBe(take(model));
                expect([map.size, ...map.values()]).toEqual([model.size, ...model.values()]);
            }
            for (let key = 0; key <= 20; key++) expect(map.get(key)).toBe(model.get(key));
        });
        fc.assert(property);
    });
});

/** So many that the entries move. */
function churn(map: ChurningMap<number, number> | Map<number, number>): void {
    for (let key = 100; key < 2_500; key++) {
        map.set(key, key);
        map.delete(key);
    }
}
