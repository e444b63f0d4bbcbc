from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0003_communiques_by_date")]

    operations = [
        migrations.RemoveIndex(
            model_name="newspage",
            name="news_by_kind",
        ),
        migrations.AddIndex(
            model_name="newspage",
            index=models.Index(
                fields=["kind", "date", "page_ptr"], name="news_by_kind"
            ),
        ),
    ]
