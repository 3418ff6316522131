using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>How a city calls its batches, in both languages; a title of its own is shown as it was written.</summary>
public static class BatchTitles
{
    extension(CityPack pack)
    {
        /// <summary>第一批, 第二批 …: the title a batch gets where nobody writes another.</summary>
        public string UsualBatchTitle(int number) => string.Format(pack.City.BatchName.Chinese, ChineseOrdinal.Of(number));

        /// <summary>The title for the reader: the usual one also in English, <c>Batch 1</c>.</summary>
        public string BatchTitle(int number, string title) =>
            Texts.Pick(title, title == pack.UsualBatchTitle(number) ? string.Format(pack.City.BatchName.English, number) : null);
    }
}
