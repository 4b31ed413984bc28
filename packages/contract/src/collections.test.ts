import { describe, expect, it } from '@jest/globals';
import {
    ArrayMinSize,
    Context,
    Contract,
    ContractChaincode,
    ContractDefinitionError,
    type ContractSource,
    Evaluate,
    IsArray,
    IsDate,
    IsInt,
    IsOptional,
    IsPositive,
    IsString,
    Param,
    Property,
    Type,
    ValidateNested,
} from './index';
import { recordingLogger, ScriptedPeer } from './testing/scripted-peer';

class Lot {
    @IsString() id!: string;
    @IsPositive() weight!: number;
}

/** A contract that answers with what its method makes of a value of the class. */
function showing<T extends object>(type: new () => T, show: (value: T) => unknown): ContractSource {
    class Showing extends Contract {
        @Evaluate() @Param('value', type) show(_ctx: Context, value: T): unknown {
            return show(value);
        }
    }
    return Showing;
}

function chaincodeOf(contract: ContractSource): ContractChaincode {
    return new ContractChaincode({ contracts: [contract], logger: recordingLogger().logger });
}

async function shown<T extends object>(type: new () => T, show: (value: T) => unknown, value: object): Promise<string> {
    await using peer = new ScriptedPeer(chaincodeOf(showing(type, show)));
    const { status, message, payload } = await peer.invoke('show', JSON.stringify(value));
    return `${status} ${status < 400 ? payload : message}`;
}

function mistakesOf(contract: ContractSource): string[] {
    try {
        chaincodeOf(contract);
    } catch (error) {
        if (error instanceof ContractDefinitionError)
            return error.mistakes.map(({ code, where, found }) => `${code} ${where}: ${found}`);
        throw error;
    }
    return [];
}

function mistakesIn(type: new () => object): string[] {
    return mistakesOf(showing(type, () => ''));
}

/** What a compiler without metadata leaves. */
function withoutMetadata(type: new () => object, ...names: string[]): void {
    for (const name of names) Reflect.deleteMetadata('design:type', type.prototype as object, name);
}

describe('a map of a class', () => {
    class Store {
        @ValidateNested({ each: true }) @Type(() => Lot) lots!: Map<string, Lot>;
    }
    const LOT = { id: 'a', weight: 1 };

    it('is read as a Map of its instances with @ValidateNested({ each: true }) and @Type', async () => {
        const show = ({ lots }: Store): unknown => [
            lots instanceof Map,
            lots.get('x') instanceof Lot,
            lots.get('x')?.id,
        ];
        expect(await shown(Store, show, { lots: { x: LOT } })).toBe('200 [true,true,"a"]');
        expect(await shown(Store, show, { lots: [LOT] })).toBe(
            '400 VALIDATION_FAILED: value.lots must be an object, not an array',
        );
        expect(await shown(Store, show, { lots: { x: { ...LOT, weight: 0 } } })).toBe(
            '400 VALIDATION_FAILED: value.lots.x.weight must be a positive number',
        );
    });

    it('is known by its initial value where the compiler says nothing', async () => {
        class Initial {
            @ValidateNested({ each: true }) @Type(() => Lot) lots: Map<string, Lot> | undefined = new Map<
                string,
                Lot
            >();
            @ValidateNested({ each: true }) @Type(() => Lot) list: Lot[] | undefined = [];
        }
        withoutMetadata(Initial, 'lots', 'list');
        const show = ({ lots, list }: Initial): unknown => [lots instanceof Map, Array.isArray(list)];
        expect(await shown(Initial, show, { lots: { x: LOT }, list: [LOT] })).toBe('200 [true,true]');
    });
});

describe('a collection that JSON has no form for', () => {
    const NO_FORM = 'which JSON has no form for: take an array, or a Map with string keys';

    it('is a mistake at start-up, however it is declared', () => {
        class Sets {
            @ValidateNested({ each: true }) @Type(() => Lot) typed!: Set<Lot>;
            @IsInt({ each: true }) validated!: Set<number>;
            @Type(() => Lot) plain!: Set<Lot>;
            @Property() declared!: Set<string>;
            @Property([Lot]) explicit!: Set<Lot>;
            @IsString({ each: true }) initial: Set<string> | undefined = new Set<string>();
        }
        const mistakes = mistakesIn(Sets);
        expect(mistakes.map((text) => /Sets\.(\w+)/.exec(text)?.[1]).sort()).toEqual([
            'declared',
            'explicit',
            'initial',
            'plain',
            'typed',
            'validated',
        ]);
        for (const text of mistakes) expect(text).toContain(`a Set, ${NO_FORM}`);
    });

    it('is a mistake as a parameter', () => {
        class Taking extends Contract {
            @Evaluate() inferred(_ctx: Context, ids: Set<string>): number {
                return ids.size;
            }
            @Evaluate() @Param('ids', [String]) explicit(_ctx: Context, ids: Set<string>): number {
                return ids.size;
            }
        }
        expect(mistakesOf(Taking)).toEqual([
            `PARAMETER_TYPE_UNKNOWN Taking.inferred(ids): a Set, ${NO_FORM}`,
            `TYPE_UNSUPPORTED Taking.explicit(ids): the type string[], but it is declared as a Set, ${NO_FORM}`,
        ]);
    });
});

describe('an explicit type that makes another collection than is declared', () => {
    it('is a mistake at start-up', () => {
        class Mixed {
            @Property([Lot]) map!: Map<string, Lot>;
            @Property({ record: Lot }) record!: Map<string, Lot>;
            @Property({ any: true }) any!: Map<string, Lot>;
            @Property({ map: Lot }) array!: Lot[];
            @Property(Lot) one!: Lot[];
        }
        expect(mistakesIn(Mixed)).toEqual([
            'TYPE_UNSUPPORTED Mixed.map: the type Lot[], but it is declared as a Map',
            'TYPE_UNSUPPORTED Mixed.record: the type Record<string, Lot>, but it is declared as a Map',
            'TYPE_UNSUPPORTED Mixed.any: the type any, but it is declared as a Map',
            'TYPE_UNSUPPORTED Mixed.array: the type Map<string, Lot>, but it is declared as an array',
            'TYPE_UNSUPPORTED Mixed.one: the type Lot, but it is declared as an array',
        ]);
    });

    it('counts where it fits', () => {
        class Fitting {
            @Property({ map: Lot }) map!: Map<string, Lot>;
            @Property({ any: true }) any!: unknown[];
            @Property({ nullable: [Lot] }) list!: Lot[];
            @Property({ record: Lot }) record!: Record<string, Lot>;
        }
        expect(mistakesIn(Fitting)).toEqual([]);
    });
});

describe('@Type beside validators', () => {
    class Reading {
        @Type(() => Number) @IsInt() count: number | undefined;
        @Type(() => Date) @IsDate() due!: Date;
        @Type(() => Date) @IsOptional() @IsDate() seen?: Date | undefined;
        @Type(() => Number) @IsInt({ each: true }) counts!: number[];
        @Type(() => Date) @IsArray() @ArrayMinSize(1) days!: Date[];
    }
    const VALUE = { count: 1, due: '2025-01-31T12:00:00.000Z', counts: [1, 2], days: ['2025-01-31T12:00:00.000Z'] };
    const show = ({ count, due, counts, days }: Reading): unknown => [
        count,
        due instanceof Date,
        counts,
        days[0] instanceof Date,
    ];

    it('takes no knowledge away from them', async () => {
        expect(await shown(Reading, show, VALUE)).toBe('200 [1,true,[1,2],true]');
    });

    it('takes none away where the compiler says nothing', async () => {
        withoutMetadata(Reading, 'count', 'due', 'seen', 'counts', 'days');
        expect(await shown(Reading, show, VALUE)).toBe('200 [1,true,[1,2],true]');
    });

    it('is told apart from what it does not say', () => {
        class Vague {
            @Type(() => Lot) lots: Lot[] | undefined;
        }
        expect(mistakesIn(Vague)).toEqual([
            expect.stringMatching(
                /^FIELD_TYPE_UNKNOWN Vague.lots: @Type, which does not say of how many, and only the type/,
            ),
        ]);
    });
});
