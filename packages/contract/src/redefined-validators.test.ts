import { describe, expect, it } from '@jest/globals';
import {
    Context,
    Contract,
    ContractChaincode,
    Evaluate,
    IsInt,
    IsOptional,
    IsString,
    Max,
    MaxLength,
    Min,
    Param,
    ValidateNested,
    validateSync,
} from './index';
import { recordingLogger } from './testing/scripted-peer';

class Base {
    @IsInt() @Min(1) count!: number;
    @IsOptional() @IsString() note?: string;
}

class Limited extends Base {
    @Max(9) declare count: number;
}

/** It writes nothing itself. */
class Further extends Limited {}

class Noted extends Base {
    @IsString() @MaxLength(9) declare note: string;
}

class Repeating extends Base {
    @IsInt() @Min(5) @Max(9) declare count: number;
    @IsOptional() @IsString() @MaxLength(9) declare note?: string;
}

function warningsOf(type: new () => object): string[] {
    class Taking extends Contract {
        @Evaluate() @Param('value', type) take(_ctx: Context, value: object): object {
            return value;
        }
    }
    const { logger, lines } = recordingLogger();
    new ContractChaincode({ contracts: [Taking], logger });
    return lines.filter(({ level }) => level === 'warn').map(({ message }) => message);
}

describe('a field whose validators a subclass writes as well', () => {
    it.each<[string, new () => object, string[]]>([
        [
            'of one kind',
            Limited,
            [
                'Limited.count has validators in Base (@Min, @IsInt) and in Limited (@Max). Of these, @Max hold, and @Min, @IsInt of a base do not',
            ],
        ],
        [
            'of one kind, inherited once more',
            Further,
            ['Further.count has validators in Base (@Min, @IsInt) and in Limited (@Max). Of these, all hold'],
        ],
        [
            'of two kinds',
            Noted,
            [
                'Noted.note has validators in Base (@IsString, @IsOptional) and in Noted (@MaxLength, @IsString). Of these, @MaxLength, @IsString, @IsOptional hold, and @IsString of a base do not',
            ],
        ],
        ['that repeats them', Repeating, []],
        ['of none', Base, []],
    ])('is warned of when the chaincode starts: %s', (_what, type, warnings) => {
        const remedy = ': write all that shall hold in one class (docs/guide/types.md)';
        expect(warningsOf(type)).toEqual(warnings.map((warning) => warning + remedy));
    });

    it('is checked as the warning says, by class-validator too', () => {
        const broken = (object: object): string[] =>
            validateSync(object).flatMap(({ constraints = {} }) => Object.keys(constraints).sort());
        expect(broken(Object.assign(new Limited(), { count: 0.5 }))).toEqual([]);
        expect(broken(Object.assign(new Further(), { count: 0.5 }))).toEqual(['isInt', 'min']);
        expect(broken(Object.assign(new Noted(), { count: 1 }))).toEqual([]);
    });

    it('has other kinds of validators under their names', () => {
        class Line {
            @IsInt() amount!: number;
        }
        class Lines {
            @ValidateNested() first!: Line;
        }
        class More extends Lines {
            @IsOptional() declare first: Line;
        }
        expect(warningsOf(More)).toEqual([
            expect.stringContaining('in Lines (@ValidateNested) and in More (@IsOptional). Of these, all hold'),
        ]);
    });
});
