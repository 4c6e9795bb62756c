"""The plugins that turn content into a site. Start reading at `plugins/engine/generator.py`."""
