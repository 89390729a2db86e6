using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FaceWeb.Pipeline.Classification.Calibration;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>
/// The bytes of a saved classifier: a magic word and version; model and dimension; thresholds and calibration; the report as JSON;
/// the hyperplanes in single precision with their support vectors; the gallery in half precision. Little-endian throughout.
/// </summary>
internal static class ClassifierFormat
{
    private const uint Magic = 0x43574646; // "FFWC"
    private const int Version = 8;

    /// <summary>
    /// Knew no ceiling, and its weights were fitted to each candidate alone: it goes on naming, but its calibration is not carried over.
    /// </summary>
    private const int VersionWithoutCeiling = 7;

    /// <summary>Knew nothing of the library's levels: its weights and hyperplanes go with cosines as they are.</summary>
    private const int VersionWithoutLevels = 5;

    /// <summary>Knew only how many faces each person had, which does not tell whether its figures still hold; all else is as the one after.</summary>
    private const int VersionWithCounts = 4;

    public static byte[] Write(TrainedClassifier classifier)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(classifier.Model);
        writer.Write(classifier.Dimension);
        writer.Write(classifier.SuggestThreshold);
        writer.Write(classifier.SureThreshold);
        writer.Write(classifier.Spread.Mean);
        writer.Write(classifier.Spread.Deviation);
        Write(writer, classifier.Calibration.WithMargin);
        Write(writer, classifier.Calibration.WithoutMargin);
        writer.Write(classifier.Calibration.Ceiling);
        writer.Write(classifier.Report is null ? "" : JsonSerializer.Serialize(classifier.Report));
        if (classifier.Measured is { } measured)
            measured.Write(writer);
        else
            writer.Write(-1);
        var machines = classifier.Machines;
        writer.Write(machines?.People.Length ?? 0);
        for (var m = 0; m < (machines?.People.Length ?? 0); m++)
        {
            writer.Write(machines!.People[m]);
            writer.Write(machines.Machines.Biases[m]);
            foreach (var value in machines.Machines.Weights.Row(m)[..classifier.Dimension])
                writer.Write(value);
            var support = machines.Machines.Support?[m] ?? new SupportVectors([], []);
            writer.Write(support.Keys.Length);
            writer.Write(MemoryMarshal.AsBytes(support.Keys.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(support.Multipliers.AsSpan()));
        }
        var gallery = classifier.Gallery;
        writer.Write(gallery.People.Length);
        for (var p = 0; p < gallery.People.Length; p++)
        {
            writer.Write(gallery.People[p]);
            writer.Write(gallery.FaceCounts[p]);
            writer.Write(gallery.Starts[p + 1] - gallery.Starts[p]);
            WriteHalves(writer, gallery.Prototypes.Row(p)[..classifier.Dimension]);
            for (var row = gallery.Starts[p]; row < gallery.Starts[p + 1]; row++)
                WriteHalves(writer, gallery.Exemplars.Row(row)[..classifier.Dimension]);
        }
        WriteNormalisation(writer, classifier);
        writer.Flush();
        return stream.ToArray();
    }

    public static TrainedClassifier Read(ReadOnlySpan<byte> saved)
    {
        using var reader = new BinaryReader(new MemoryStream(saved.ToArray()), Encoding.UTF8);
        try
        {
            if (reader.ReadUInt32() != Magic)
                throw new InvalidDataException("These bytes are not a saved classifier.");
            var version = reader.ReadInt32();
            if (version is not (Version or VersionWithoutCeiling or VersionWithoutLevels or VersionWithCounts))
                throw new InvalidDataException($"The saved classifier has format {version}, this program reads format {Version}: train again.");
            var model = reader.ReadString();
            var dimension = reader.ReadInt32();
            var (suggest, sure) = (reader.ReadDouble(), reader.ReadDouble());
            var spread = new CosineSpread(reader.ReadDouble(), reader.ReadDouble());
            var (withMargin, withoutMargin) = (ReadDoubles(reader), ReadDoubles(reader));
            var calibration = version >= VersionWithoutCeiling ? new EvidenceCalibration(withMargin, withoutMargin)
                : EvidenceCalibration.FromFour(withMargin, withoutMargin);
            if (version == Version)
                calibration = calibration with { Ceiling = reader.ReadDouble() };
            var report = reader.ReadString();
            var measured = ReadMeasured(reader, version);
            var machines = ReadMachines(reader, dimension);
            var gallery = ReadGallery(reader, dimension);
            var normalisation = version >= VersionWithoutCeiling ? ReadNormalisation(reader, dimension, model) : null;
            return new TrainedClassifier(
                model, dimension, gallery, machines, spread, calibration, new SuggestionThresholds(suggest, sure), measured,
                report.Length == 0 ? null : JsonSerializer.Deserialize<TrainingReport>(report), normalisation);
        }
        catch (Exception e) when (
            e is EndOfStreamException or JsonException or ArgumentException or OverflowException or FormatException or OutOfMemoryException)
        {
            throw new InvalidDataException("The saved classifier is damaged: train again.", e);
        }
    }

    private static MeasuredFaces? ReadMeasured(BinaryReader reader, int version)
    {
        var people = reader.ReadInt32();
        if (people < 0)
            return null;
        if (version != VersionWithCounts)
        {
            var measured = MeasuredFaces.Read(reader, people);
            return version == Version ? measured : null;
        }
        for (; people > 0; people--)
            _ = (reader.ReadInt64(), reader.ReadInt32());
        return null;
    }

    private static TrainedMachines? ReadMachines(BinaryReader reader, int dimension)
    {
        var count = reader.ReadInt32();
        if (count == 0)
            return null;
        var people = new long[count];
        var biases = new float[count];
        var weights = new EmbeddingMatrix(count, dimension);
        var support = new SupportVectors[count];
        for (var m = 0; m < count; m++)
        {
            people[m] = reader.ReadInt64();
            biases[m] = reader.ReadSingle();
            foreach (ref var value in weights.Row(m)[..dimension])
                value = reader.ReadSingle();
            var keys = new ulong[reader.ReadInt32()];
            var multipliers = new float[keys.Length];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(keys.AsSpan()));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(multipliers.AsSpan()));
            support[m] = new SupportVectors(keys, multipliers);
        }
        return new TrainedMachines(people, new LinearMachines(weights, biases, double.NaN, double.NaN, 0, 0) { Support = support });
    }

    private static Gallery ReadGallery(BinaryReader reader, int dimension)
    {
        var count = reader.ReadInt32();
        var people = new long[count];
        var faceCounts = new int[count];
        var starts = new int[count + 1];
        var prototypes = new EmbeddingMatrix(count, dimension);
        var exemplars = new List<float[]>();
        for (var p = 0; p < count; p++)
        {
            people[p] = reader.ReadInt64();
            faceCounts[p] = reader.ReadInt32();
            starts[p + 1] = starts[p] + reader.ReadInt32();
            ReadHalves(reader, prototypes.Row(p)[..dimension]);
            for (var row = starts[p]; row < starts[p + 1]; row++)
            {
                var exemplar = new float[dimension];
                ReadHalves(reader, exemplar);
                exemplars.Add(exemplar);
            }
        }
        return new Gallery(people, faceCounts, prototypes, starts, EmbeddingMatrix.From(exemplars, dimension));
    }

    private static void Write(BinaryWriter writer, double[] values)
    {
        writer.Write(values.Length);
        foreach (var value in values)
            writer.Write(value);
    }

    private static double[] ReadDoubles(BinaryReader reader)
    {
        var values = new double[reader.ReadInt32()];
        foreach (ref var value in values.AsSpan())
            value = reader.ReadDouble();
        return values;
    }

    private static void WriteNormalisation(BinaryWriter writer, TrainedClassifier classifier)
    {
        writer.Write(classifier.Normalisation is not null);
        if (classifier.Normalisation is not { } normalisation)
            return;
        writer.Write(normalisation.Spread.Mean);
        writer.Write(normalisation.Spread.Deviation);
        writer.Write(normalisation.Cohort.Rows);
        for (var row = 0; row < normalisation.Cohort.Rows; row++)
            WriteHalves(writer, normalisation.Cohort.Row(row)[..classifier.Dimension]);
    }

    private static ScoreNormalisation? ReadNormalisation(BinaryReader reader, int dimension, string model)
    {
        if (!reader.ReadBoolean())
            return null;
        var spread = new CosineSpread(reader.ReadDouble(), reader.ReadDouble());
        var cohort = new EmbeddingMatrix(reader.ReadInt32(), dimension);
        for (var row = 0; row < cohort.Rows; row++)
            ReadHalves(reader, cohort.Row(row)[..dimension]);
        return new ScoreNormalisation(model, spread, cohort);
    }

    private static void WriteHalves(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            writer.Write((Half)value);
    }

    private static void ReadHalves(BinaryReader reader, Span<float> values)
    {
        foreach (ref var value in values)
            value = (float)reader.ReadHalf();
    }
}
