import { IsDate, IsOptional, IsString, ValidateNested } from '@heddle/contract';
import { Type } from 'class-transformer';
import { Asset } from './asset';

/** What one transaction made of an asset; without the asset where it was deleted. */
export class AssetVersion {
    @IsString() txId!: string;
    @IsDate() at!: Date;
    @IsOptional() @ValidateNested() @Type(() => Asset) asset?: Asset | undefined;
}
