import { entity, IsIn, IsInt, IsPositive, IsString, Length } from '@heddle/contract';

export type Color = 'red' | 'green' | 'blue';

/** A row of the ledger, under the asset's id. */
export class Asset {
    static readonly entity = entity('asset', { key: 'id', indexes: { byOwner: ['owner'] } });
    @IsString() @Length(1, 64) id!: string;
    @IsIn(['red', 'green', 'blue']) color!: Color;
    @IsInt() @IsPositive() size!: number;
    @IsString() @Length(1, 64) owner!: string;
}
