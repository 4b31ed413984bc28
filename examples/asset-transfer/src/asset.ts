import { IsIn, IsInt, IsPositive, IsString, Length } from 'class-validator';

export type Color = 'red' | 'green' | 'blue';

/** What the ledger holds under an asset's id. */
export class Asset {
    @IsString() @Length(1, 64) id!: string;
    @IsIn(['red', 'green', 'blue']) color!: Color;
    @IsInt() @IsPositive() size!: number;
    @IsString() @Length(1, 64) owner!: string;
    @IsInt() @IsPositive() appraisedValue!: number;
}
